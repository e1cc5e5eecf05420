import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Config } from '../config/config.js';
import { type DerivedKeys, deriveKeys } from './derived-keys.js';

const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** Altered, sealed for another purpose, or under a key that is gone. */
export class UnreadableSecret extends Error {}

/**
 * Encrypts what must be kept but not be readable in the database: AES-256-GCM under keys derived from `SECRET_KEY`.
 * `purpose` names the use and the owner, and opening needs the same one: what is sealed for one row opens in no other.
 * While keys rotate, what the previous one sealed opens too.
 */
@Injectable()
export class SecretBox {
  private readonly keys: DerivedKeys;

  constructor(config: Config) {
    this.keys = deriveKeys(config, 'secret box');
  }

  seal(purpose: string, secret: string): Buffer {
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv('aes-256-gcm', this.keys.current, nonce).setAAD(Buffer.from(purpose));
    return Buffer.concat([nonce, cipher.update(secret, 'utf8'), cipher.final(), cipher.getAuthTag()]);
  }

  /**
   * What is inside. What the previous key sealed is sealed anew and given to `keep`.
   *
   * @throws UnreadableSecret
   */
  async open(purpose: string, sealed: Buffer, keep: (sealedAnew: Buffer) => Promise<unknown>): Promise<string> {
    for (const key of this.keys.all) {
      const secret = openWith(key, purpose, sealed);
      if (secret === null) continue;
      if (key !== this.keys.current) await keep(this.seal(purpose, secret));
      return secret;
    }
    throw new UnreadableSecret('This was sealed under another SECRET_KEY, or has been altered.');
  }
}

function openWith(key: Buffer, purpose: string, sealed: Buffer): string | null {
  if (sealed.length < NONCE_BYTES + TAG_BYTES) return null;
  const nonce = sealed.subarray(0, NONCE_BYTES);
  const tag = sealed.subarray(sealed.length - TAG_BYTES);
  const decipher = createDecipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(purpose)).setAuthTag(tag);
  const body = sealed.subarray(NONCE_BYTES, sealed.length - TAG_BYTES);
  try {
    return Buffer.concat([decipher.update(body), decipher.final()]).toString('utf8');
  } catch {
    return null;
  }
}
