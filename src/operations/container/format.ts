import { OperatorError } from '../operator-error.js';

/**
 * A backup is one file: this line, and then frames. A frame is one letter, the length of what follows as four bytes,
 * and what follows. A part is a head (`H`, JSON), its content (`D`, gzip in pieces), and its length and SHA-256 (`E`,
 * JSON). The end mark (`Z`, JSON) has the SHA-256 of all bytes before it, and nothing follows it.
 */
export const MAGIC = Buffer.from('fasttrack backup 1\n');

export type FrameKind = 'H' | 'D' | 'E' | 'Z';
export const FRAME_HEAD_BYTES = 5;
/** Far above what is written: a length beyond it was not written by this program. */
export const MAX_FRAME_BYTES = 4 * 1024 * 1024;

/** The first part: what made the backup. */
export interface AboutBackup {
  part: 'about';
  /** The version in package.json. */
  program: string;
  madeAt: string;
  /** Every migration of the database, the oldest first. */
  migrations: string[];
  /** False where the bytes of files stay in the S3 store that has them. */
  hasFiles: boolean;
  /** Tells SECRET_KEY apart from others, and tells nothing about it; null where it was not known. */
  secretKeyPrint: string | null;
}

export type PartHead =
  | AboutBackup
  | { part: 'table'; name: string; columns: string[] }
  /** The content is JSON lines of `SequenceState`. */
  | { part: 'sequences' }
  | { part: 'file'; key: string };

export interface PartEnd {
  bytes: number;
  sha256: string;
}

export interface EndMark {
  parts: number;
  sha256: string;
}

/** The file can't be trusted. It is said before anything is changed. */
export class DamagedBackup extends OperatorError {
  constructor(file: string, what: string) {
    super(`${file} ${what}. Nothing was changed. Take another backup.`);
  }
}
