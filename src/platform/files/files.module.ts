import { Global, Module } from '@nestjs/common';
import { Config } from '../config/config.js';
import { BucketStore } from './stores/bucket-store.js';
import { FileContents } from './file-contents.js';
import { FileStore } from './stores/file-store.js';
import { FolderStore } from './stores/folder-store.js';
import { Spools } from './spools.js';
import { Uploads } from './uploads.js';

export const storeOf = (config: Pick<Config, 's3' | 'filesDir'>): FileStore =>
  config.s3 ? new BucketStore(config.s3) : new FolderStore(config);

/** Files that people send: receiving, keeping and answering their bytes. */
@Global()
@Module({
  providers: [{ provide: FileStore, inject: [Config], useFactory: storeOf }, Uploads, Spools, FileContents],
  exports: [FileStore, Uploads, Spools, FileContents],
})
export class FilesModule {}
