import type { Readable } from 'node:stream';
import { AppError } from '../../errors/app-error.js';
import type { ReceivedFile } from '../received-file.js';

/** From the first to the last byte, both included. */
export interface ByteRange {
  first: number;
  last: number;
}

export interface StoredObject {
  key: string;
  storedAt: Date;
}

/**
 * Where the bytes of files are kept, each under a key that is never used again. A key is `group/name`, both of letters,
 * digits and dashes.
 */
export abstract class FileStore {
  /**
   * Makes sure that files can be kept.
   *
   * @throws ConfigProblems where they can't, and another configuration would help
   */
  abstract open(): Promise<void>;

  /** Keeps the bytes for good: after this, no crash loses them. */
  abstract keep(key: string, file: ReceivedFile): Promise<void>;

  /** The bytes, or a range that lies inside of them. */
  abstract read(key: string, range?: ByteRange): Promise<Readable>;

  /** Whether there are bytes under this key. */
  abstract has(key: string): Promise<boolean>;

  /** Harmless where there is nothing under this key. */
  abstract remove(key: string): Promise<void>;

  /** Everything in a group, in batches of at most a thousand. */
  abstract list(group: string): AsyncIterable<StoredObject[]>;
}

/** The disk is full, or the store does not answer: the same request may pass later. */
export function storeUnavailable(cause: unknown): AppError {
  return new AppError('unavailable', 'overloaded', 'The store of files does not answer; try again shortly.', {
    retryAfterSeconds: 5,
    cause,
  });
}
