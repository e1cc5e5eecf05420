import { createHash, randomUUID } from 'node:crypto';
import { mkdir, open, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Config } from '../config/config.js';
import { ConfigProblems } from '../config/problems.js';
import { problem } from '../config/values.js';
import type { Request } from '../request/request.js';
import { contentTypeOf, HEAD_BYTES } from './content-type.js';
import { baseName } from './file-field.js';
import { FileStore, storeUnavailable } from './stores/file-store.js';
import { MIB, MultipartParts, readMultipart } from './multipart.js';
import { ReceivedFile } from './received-file.js';
import { wholeBody } from './whole-body.js';

/** In milliseconds. */
const IDLE_MS = 15_000;

/** Receives files: their bytes go through memory into a folder, and are judged when all of them are there. */
@Injectable()
export class Uploads implements OnModuleInit {
  private readonly folder: string;

  constructor(
    private readonly config: Config,
    private readonly store: FileStore,
  ) {
    this.folder = join(config.filesDir, 'incoming');
  }

  /** @throws ConfigProblems where nothing can be written to FILES_DIR */
  async onModuleInit(): Promise<void> {
    try {
      await mkdir(this.folder, { recursive: true, mode: 0o700 });
      await rm(await this.write('probe', Buffer.alloc(1)));
    } catch (error) {
      const { code = 'cannot be written' } = error as NodeJS.ErrnoException;
      throw new ConfigProblems([problem('filesDir', `${this.config.filesDir}: ${code}`)]);
    }
    await this.store.open();
  }

  /** Reads a multipart body into `parts`, which the caller has to discard. */
  async receive(request: Request, parts: MultipartParts, maxMb = this.config.fileMaxMb): Promise<void> {
    const bounds = { maxFileBytes: maxMb * MIB, idleMs: request.bodyIdleMs ?? IDLE_MS };
    await readMultipart(request, bounds, parts, (bytes, name) => this.take(bytes, name));
    if (!parts.fault) await parts.settle();
  }

  /**
   * Reads a body that is a file itself. The caller has to discard it.
   *
   * @throws AppError `file_too_large`, `request_timeout`, `malformed_request`
   */
  receiveWhole(request: Request, name: string, maxMb: number): Promise<ReceivedFile> {
    const bounds = { maxFileBytes: maxMb * MIB, idleMs: request.bodyIdleMs ?? IDLE_MS };
    return this.take(Readable.from(wholeBody(request, bounds), { objectMode: false }), name);
  }

  /** Removes what was left by programs that ended in the middle of an upload. */
  async clear(olderThanMs: number): Promise<void> {
    for (const name of await readdir(this.folder)) {
      const path = join(this.folder, name);
      const found = await stat(path).catch(() => null);
      if (found && Date.now() - found.mtimeMs > olderThanMs) await rm(path, { force: true });
    }
  }

  private async take(bytes: Readable, sent: string | undefined): Promise<ReceivedFile> {
    const path = join(this.folder, randomUUID());
    const digest = new Digest();
    try {
      await writeAll(path, bytes, digest);
    } catch (error) {
      await rm(path, { force: true });
      throw bytes.errored ? error : storeUnavailable(error);
    }
    return new ReceivedFile(sent === undefined ? undefined : baseName(sent), path, await digest.content());
  }

  private async write(name: string, bytes: Buffer): Promise<string> {
    const path = join(this.folder, `${name}-${randomUUID()}`);
    const handle = await open(path, 'wx', 0o600);
    try {
      await handle.writeFile(bytes);
    } finally {
      await handle.close();
    }
    return path;
  }
}

/** On the disk when it returns. */
async function writeAll(path: string, bytes: Readable, digest: Digest): Promise<void> {
  const handle = await open(path, 'wx', 0o600);
  try {
    for await (const chunk of bytes as AsyncIterable<Buffer>) {
      digest.add(chunk);
      await handle.writeFile(chunk);
    }
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** What is known of a file when its last byte has passed. */
class Digest {
  private readonly hash = createHash('sha256');
  private head: Buffer = Buffer.alloc(0);
  private size = 0;

  add(chunk: Buffer): void {
    this.hash.update(chunk);
    this.size += chunk.length;
    if (this.head.length < HEAD_BYTES) this.head = Buffer.concat([this.head, chunk]).subarray(0, HEAD_BYTES);
  }

  async content(): Promise<ReceivedFile['content']> {
    return { size: this.size, sha256: this.hash.digest('hex'), contentType: await contentTypeOf(this.head) };
  }
}
