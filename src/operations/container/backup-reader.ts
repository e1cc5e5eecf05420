import { createHash } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';
import { Readable, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { OperatorError } from '../operator-error.js';
import { PartDigest } from './backup-writer.js';
import {
  type AboutBackup,
  DamagedBackup,
  type EndMark,
  FRAME_HEAD_BYTES,
  MAGIC,
  MAX_FRAME_BYTES,
  type PartEnd,
  type PartHead,
} from './format.js';

interface Frame {
  kind: string;
  payload: Buffer;
}

export interface Part {
  head: PartHead;
  /** Everything of it has to go somewhere before the next part is asked for. */
  pour: (destination: Writable) => Promise<PartEnd>;
}

/** Reads a backup from its first to its last byte. Whatever is not as it was written is a `DamagedBackup`. */
export class BackupReader {
  private readonly hash = createHash('sha256');
  /** Frames of a part that were read too far. */
  private ended: Frame | undefined;
  /** How far it was read. */
  position = 0;

  private constructor(
    readonly path: string,
    readonly size: number,
    private readonly handle: FileHandle,
  ) {}

  static async open(path: string): Promise<BackupReader> {
    const handle = await open(path, 'r').catch((error: NodeJS.ErrnoException) => {
      throw new OperatorError(`${path} can't be read (${error.code}). Name a file that npm run backup has made.`);
    });
    const reader = new BackupReader(path, (await handle.stat()).size, handle);
    const begins = await reader.take(Math.min(MAGIC.length, reader.size));
    if (begins.equals(MAGIC)) return reader;
    await reader.close();
    throw new OperatorError(`${path} is no backup of fasttrack, or one of a newer version. Name another file.`);
  }

  async close(): Promise<void> {
    await this.handle.close();
  }

  /** Every part in order. What is left when it is done is a whole backup. */
  async *parts(): AsyncGenerator<Part> {
    let count = 0;
    for (;;) {
      const before = this.hash.copy().digest('hex');
      const frame = await this.frame();
      if (frame.kind === 'Z') return this.checkEnd(frame, before, count);
      if (frame.kind !== 'H') throw this.altered();
      const head = this.json<PartHead>(frame);
      count++;
      yield { head, pour: (destination) => this.pour(destination) };
    }
  }

  private async pour(destination: Writable): Promise<PartEnd> {
    const digest = new PartDigest();
    const measured = (chunks: AsyncIterable<Buffer>) => digest.of(chunks);
    await pipeline(Readable.from(this.pieces()), createGunzip({ chunkSize: 65_536 }), measured, destination).catch(
      (error: NodeJS.ErrnoException) => {
        throw error.code?.startsWith('Z_') ? this.altered() : error;
      },
    );
    const said = this.ended && this.json<PartEnd>(this.ended);
    if (said?.bytes !== digest.end.bytes || said.sha256 !== digest.end.sha256) throw this.altered();
    return digest.end;
  }

  private async *pieces(): AsyncGenerator<Buffer> {
    this.ended = undefined;
    for (;;) {
      const frame = await this.frame();
      if (frame.kind === 'D') yield frame.payload;
      else if (frame.kind === 'E') return void (this.ended = frame);
      else throw this.altered();
    }
  }

  private checkEnd(frame: Frame, before: string, count: number): void {
    const { parts, sha256 } = this.json<EndMark>(frame);
    if (parts !== count || sha256 !== before || this.position !== this.size) throw this.altered();
  }

  private async frame(): Promise<Frame> {
    const head = await this.take(FRAME_HEAD_BYTES);
    const length = head.readUInt32BE(1);
    if (length > MAX_FRAME_BYTES) throw this.altered();
    return { kind: head.toString('latin1', 0, 1), payload: await this.take(length) };
  }

  private async take(length: number): Promise<Buffer> {
    const bytes = Buffer.allocUnsafe(length);
    for (let filled = 0; filled < length;) {
      const { bytesRead } = await this.handle.read(bytes, filled, length - filled, this.position);
      if (bytesRead === 0) throw new DamagedBackup(this.path, 'was cut short: its end is missing');
      filled += bytesRead;
      this.position += bytesRead;
    }
    this.hash.update(bytes);
    return bytes;
  }

  private json<T>({ payload }: Frame): T {
    try {
      return JSON.parse(payload.toString()) as T;
    } catch {
      throw this.altered();
    }
  }

  private altered(): DamagedBackup {
    return new DamagedBackup(this.path, 'is damaged: it is not what was written');
  }
}

/** What a backup holds, counted while it was read. */
export interface Verified {
  about: AboutBackup;
  tables: number;
  files: number;
  /** Unpacked. */
  bytes: number;
}

/**
 * Reads everything and changes nothing.
 *
 * @throws DamagedBackup
 */
export async function verifyBackup(path: string, passed: (position: number, size: number) => void): Promise<Verified> {
  const reader = await BackupReader.open(path);
  const found: Omit<Verified, 'about'> & { about?: AboutBackup } = { tables: 0, files: 0, bytes: 0 };
  try {
    for await (const { head, pour } of reader.parts()) {
      if (head.part === 'about') found.about ??= head;
      if (head.part === 'table') found.tables++;
      if (head.part === 'file') found.files++;
      found.bytes += (await pour(nowhere())).bytes;
      passed(reader.position, reader.size);
    }
  } finally {
    await reader.close();
  }
  if (!found.about) throw new DamagedBackup(path, 'does not say what it is');
  return { ...found, about: found.about };
}

function nowhere(): Writable {
  return new Writable({ write: (_chunk, _encoding, done) => done() });
}
