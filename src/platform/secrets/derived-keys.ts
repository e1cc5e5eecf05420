import { hkdfSync } from 'node:crypto';
import type { Config } from '../config/config.js';

/** The keys of one use. */
export interface DerivedKeys {
  /** Derived from `SECRET_KEY`: new values are written with it. */
  current: Buffer;
  /** All keys that can be read, including that of `SECRET_KEY_PREVIOUS`, newest first. */
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
