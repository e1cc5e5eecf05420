import { createHash, randomBytes } from 'node:crypto';
import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { OperatorError } from '../operator-error.js';
import { type EndMark, type FrameKind, MAGIC, type PartEnd, type PartHead } from './format.js';

const CHUNK_BYTES = 64 * 1024;

/** Writes a backup beside its place, and moves it there when it is whole and on the disk. */
export class BackupWriter {
  private readonly hash = createHash('sha256');
  private parts = 0;
  /** Of the file so far. */
  bytes = 0;

  private constructor(
    private readonly path: string,
    private readonly draft: string,
    private readonly handle: FileHandle,
  ) {}

  /** @throws OperatorError where nothing can be written, or something else is there */
  static async open(path: string): Promise<BackupWriter> {
    await refuseToReplace(path);
    const draft = `${path}.part-${randomBytes(4).toString('hex')}`;
    const handle = await open(draft, 'wx', 0o600).catch((error: unknown) => fail(error, path));
    const writer = new BackupWriter(path, draft, handle);
    await writer.guarded(() => writer.write(MAGIC));
    return writer;
  }

  /** @returns what was written of it, before it was packed */
  async add(head: PartHead, content: AsyncIterable<Buffer>, passed: (bytes: number) => void): Promise<PartEnd> {
    return this.guarded(async () => {
      await this.frame('H', head);
      const digest = new PartDigest(passed);
      const measured = (chunks: AsyncIterable<Buffer>) => digest.of(chunks);
      await pipeline(content, measured, createGzip({ chunkSize: CHUNK_BYTES }), (packed: AsyncIterable<Buffer>) =>
        this.pieces(packed),
      );
      await this.frame('E', digest.end);
      this.parts++;
      return digest.end;
    });
  }

  async finish(): Promise<void> {
    await this.guarded(async () => {
      const end: EndMark = { parts: this.parts, sha256: this.hash.copy().digest('hex') };
      await this.frame('Z', end);
      await this.handle.sync();
      await this.handle.close();
      await rename(this.draft, this.path);
      await syncFolder(dirname(this.path));
    });
  }

  /** Leaves nothing behind. */
  async discard(): Promise<void> {
    await this.handle.close().catch(() => undefined);
    await rm(this.draft, { force: true });
  }

  private async pieces(packed: AsyncIterable<Buffer>): Promise<void> {
    for await (const piece of packed) await this.frame('D', piece);
  }

  private async frame(kind: FrameKind, content: object): Promise<void> {
    const payload = Buffer.isBuffer(content) ? content : Buffer.from(JSON.stringify(content));
    const head = Buffer.from(`${kind}\0\0\0\0`);
    head.writeUInt32BE(payload.length, 1);
    await this.write(head);
    await this.write(payload);
  }

  private async write(bytes: Buffer): Promise<void> {
    this.hash.update(bytes);
    this.bytes += bytes.length;
    await this.handle.writeFile(bytes);
  }

  private async guarded<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      await this.discard();
      return fail(error, this.path);
    }
  }
}

/** Length and hash of the content of a part while it passes. */
export class PartDigest {
  private readonly hash = createHash('sha256');
  private bytes = 0;
  private closed: PartEnd | undefined;

  constructor(private readonly passed: (bytes: number) => void = () => undefined) {}

  async *of(content: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    for await (const chunk of content) {
      this.hash.update(chunk);
      this.bytes += chunk.length;
      this.passed(chunk.length);
      yield chunk;
    }
  }

  get end(): PartEnd {
    this.closed ??= { bytes: this.bytes, sha256: this.hash.digest('hex') };
    return this.closed;
  }
}

/** A backup may take the place of an older one; nothing else is overwritten. */
async function refuseToReplace(path: string): Promise<void> {
  const handle = await open(path, 'r').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    return fail(error, path);
  });
  if (!handle) return;
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(MAGIC.length)).finally(() => handle.close());
  if (bytesRead === MAGIC.length && buffer.equals(MAGIC)) return;
  throw new OperatorError(`${path} is there already and is no backup. Choose another name.`);
}

const CURES: Record<string, string> = {
  ENOSPC: 'the disk is full. Free some space, or name a file on another disk',
  EDQUOT: "this user's share of the disk is used up. Free some space, or name a file on another disk",
  EFBIG: 'the file system takes no file of that size. Name a file on another disk',
  ENOENT: 'there is no such folder. Make it first',
  ENOTDIR: 'there is no such folder. Make it first',
  EISDIR: 'it is a folder. Name a file in it',
  EACCES: 'this user may not write there. Choose another folder',
  EPERM: 'this user may not write there. Choose another folder',
  EROFS: 'the disk is read-only. Choose another folder',
};

/** Not every error is one of the disk: those of the database and of the files pass. */
function fail(error: unknown, path: string): never {
  const { code = '', syscall } = error as NodeJS.ErrnoException;
  const cure = syscall && CURES[code];
  if (!cure) throw error;
  throw new OperatorError(`${path} was not written: ${cure}. No half backup is left.`, { cause: error });
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
