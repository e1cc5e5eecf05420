import { hkdfSync } from 'node:crypto';
import type { Config } from '../config/config.js';

/** The keys of one use. */
export interface DerivedKeys {
  /** Of `SECRET_KEY`: what is written, is written with it. */
  current: Buffer;
  /** With that of `SECRET_KEY_PREVIOUS`, the newest first: what was written with any of them is read. */
  all: readonly Buffer[];
}

/** A key for one use of the secret key, and of the one before it while they rotate (RFC 5869). */
export function deriveKeys(
  { secretKey, secretKeyPrevious }: Pick<Config, 'secretKey' | 'secretKeyPrevious'>,
  use: string,
): DerivedKeys {
  const derive = (secret: Buffer) => Buffer.from(hkdfSync('sha256', secret, '', `fasttrack ${use}`, 32));
  const current = derive(secretKey);
  return { current, all: secretKeyPrevious ? [current, derive(secretKeyPrevious)] : [current] };
}
