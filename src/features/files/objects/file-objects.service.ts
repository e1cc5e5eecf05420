import { Injectable } from '@nestjs/common';
import type { ReceivedFile } from '../../../platform/files/received-file.js';
import { FileStore } from '../../../platform/files/stores/file-store.js';
import { StoredObjectRepository } from './stored-object.repository.js';

/** The bytes of files, each under a key of its own. */
@Injectable()
export class FileObjects {
  constructor(
    private readonly store: FileStore,
    private readonly objects: StoredObjectRepository,
  ) {}

  /** Once, however often the request is tried. @returns the key */
  async keep(received: ReceivedFile): Promise<string> {
    if (received.objectKey === undefined) {
      const key = await this.objects.newKey();
      await this.store.keep(key, received);
      received.objectKey = key;
    }
    return received.objectKey;
  }

  /** For bytes that have no row. What fails here is done by the sweep. */
  async drop(key: string): Promise<void> {
    await this.store.remove(key).catch(() => undefined);
  }
}
