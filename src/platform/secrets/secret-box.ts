import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Config } from '../config/config.js';
import { type DerivedKeys, deriveKeys } from './derived-keys.js';

const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** The ciphertext was changed, was encrypted for another purpose, or its key is no longer configured. */
export class UnreadableSecret extends Error {}

/**
 * Encrypts secrets that are stored in the database: AES-256-GCM with keys derived from `SECRET_KEY`. `purpose` names
 * the use and the owner, and decrypting needs the same purpose: a ciphertext of one row can't be used in another. While
 * keys rotate, values encrypted with the previous key can be read, too.
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
   * Decrypts a value. If it was encrypted with the previous key, it is encrypted again and given to `keep`.
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
