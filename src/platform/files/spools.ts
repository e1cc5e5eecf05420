import { randomUUID } from 'node:crypto';
import { open, rm, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { Config } from '../config/config.js';
import { storeUnavailable } from './stores/file-store.js';

/** In characters. */
const CHUNK = 128 * 1024;

/** Takes the next piece of a text; the ones before it may be on the disk by then. */
export type Put = (text: string) => Promise<void>;

/**
 * Texts of any size that are written to the end before they are read: whoever reads them slowly holds a file and nothing
 * else. The file has no name, so it is gone when it is closed, whatever happens.
 */
@Injectable()
export class Spools {
  private readonly folder: string;

  constructor(config: Config) {
    this.folder = join(config.filesDir, 'incoming');
  }

  /** @throws AppError `file_store_unavailable` where there is no room for it */
  async fill(write: (put: Put) => Promise<void>): Promise<{ bytes: Readable; size: number }> {
    const handle = await this.open();
    const pieces = new Pieces(handle);
    try {
      await write((text) => pieces.add(text));
      await pieces.flush();
    } catch (error) {
      await handle.close();
      throw error;
    }
    return { bytes: handle.createReadStream({ start: 0, highWaterMark: CHUNK }), size: pieces.size };
  }

  private async open(): Promise<FileHandle> {
    const path = join(this.folder, `spool-${randomUUID()}`);
    try {
      const handle = await open(path, 'wx+', 0o600);
      await rm(path);
      return handle;
    } catch (error) {
      throw storeUnavailable(error);
    }
  }
}

class Pieces {
  size = 0;
  private waiting = '';

  constructor(private readonly handle: FileHandle) {}

  async add(text: string): Promise<void> {
    this.waiting += text;
    if (this.waiting.length >= CHUNK) await this.flush();
  }

  async flush(): Promise<void> {
    const bytes = Buffer.from(this.waiting);
    this.waiting = '';
    this.size += bytes.length;
    try {
      await this.handle.writeFile(bytes);
    } catch (error) {
      throw storeUnavailable(error);
    }
  }
}
