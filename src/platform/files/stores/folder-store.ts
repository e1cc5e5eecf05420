import { createReadStream } from 'node:fs';
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { Config } from '../../config/config.js';
import { type ByteRange, FileStore, type StoredObject, storeUnavailable } from './file-store.js';
import type { ReceivedFile } from '../received-file.js';

/** Files in a folder: `group/na/name`. It must be one file system with the folder of uploads, which lies beside. */
@Injectable()
export class FolderStore extends FileStore {
  private readonly folder: string;

  constructor({ filesDir }: Pick<Config, 'filesDir'>) {
    super();
    this.folder = filesDir;
  }

  open(): Promise<void> {
    return Promise.resolve();
  }

  async keep(key: string, { path }: ReceivedFile): Promise<void> {
    const target = this.pathOf(key);
    try {
      await makeFolder(dirname(target));
      await rename(path, target);
      await syncFolder(dirname(target));
    } catch (error) {
      throw storeUnavailable(error);
    }
  }

  async read(key: string, range?: ByteRange): Promise<Readable> {
    const bytes = createReadStream(this.pathOf(key), range && { start: range.first, end: range.last });
    await once(bytes, 'open');
    return bytes;
  }

  async has(key: string): Promise<boolean> {
    return (await this.look(key)) !== null;
  }

  async remove(key: string): Promise<void> {
    await rm(this.pathOf(key), { force: true });
  }

  async *list(group: string): AsyncIterable<StoredObject[]> {
    for (const part of await namesIn(join(this.folder, group))) {
      const keys = (await namesIn(join(this.folder, group, part))).map((name) => `${group}/${name}`);
      const objects = await Promise.all(keys.map((key) => this.look(key)));
      const found = objects.filter((object) => object !== null);
      while (found.length > 0) yield found.splice(0, 1_000);
    }
  }

  private async look(key: string): Promise<StoredObject | null> {
    const found = await stat(this.pathOf(key)).catch(() => null);
    return found?.isFile() ? { key, storedAt: found.mtime } : null;
  }

  private pathOf(key: string): string {
    const [, group, name] = /^([\w-]+)\/([\w-]+)$/.exec(key) ?? [];
    if (!group || !name) throw new Error(`"${key}" is no key of a file.`);
    return join(this.folder, group, name.slice(0, 2), name);
  }
}

/** None where there is no such folder. */
async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return [];
    throw error;
  }
}

/** A new folder is on the disk when the one that holds it is. */
async function makeFolder(folder: string): Promise<void> {
  const first = await mkdir(folder, { recursive: true, mode: 0o700 });
  for (let made = first && folder; made && made.length >= (first?.length ?? 0); made = dirname(made))
    await syncFolder(dirname(made));
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
