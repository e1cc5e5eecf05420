import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ReceivedFile } from '../../platform/files/received-file.js';
import type { FileStore } from '../../platform/files/stores/file-store.js';
import type { Part } from '../container/backup-reader.js';

/**
 * Files on their way into the store. Each lies beside first and is moved when it is whole. Those that were not there
 * before are taken out again where the restore fails; what was there has the same bytes, for a key is never used twice.
 */
export class RestoredFiles {
  private readonly placed: string[] = [];
  private readonly folder: string;
  count = 0;

  constructor(
    private readonly store: FileStore,
    filesDir: string,
  ) {
    this.folder = join(filesDir, 'incoming');
  }

  async keep(key: string, part: Part): Promise<void> {
    const path = join(this.folder, `restored-${randomUUID()}`);
    await mkdir(this.folder, { recursive: true, mode: 0o700 });
    try {
      const { bytes, sha256 } = await part.pour(createWriteStream(path, { flags: 'wx', mode: 0o600 }));
      await sync(path);
      if (!(await this.store.has(key))) this.placed.push(key);
      const content = { size: bytes, sha256, contentType: 'application/octet-stream' };
      await this.store.keep(key, new ReceivedFile(undefined, path, content));
      this.count++;
    } finally {
      await rm(path, { force: true });
    }
  }

  async takeOut(): Promise<void> {
    for (const key of this.placed) await this.store.remove(key).catch(() => undefined);
  }
}

async function sync(path: string): Promise<void> {
  const handle = await open(path, 'r+');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
