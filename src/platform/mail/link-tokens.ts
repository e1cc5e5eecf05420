import { createHash, createHmac, randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Config } from '../config/config.js';
import { bytesOfBase64url } from '../secrets/base64url.js';
import { type DerivedKeys, deriveKeys } from '../secrets/derived-keys.js';

/** What a row keeps of the token in a mailed link. */
export interface KeptToken {
  salt: Buffer;
  tokenHash: Buffer;
}

/**
 * The tokens of links in mails. A token is derived from the row's salt and `SECRET_KEY`: the database has only its hash,
 * and whoever sends the mail later, or again, needs nothing but the row. A token of one purpose is none of another.
 *
 * @spec SPEC-013.15
 */
@Injectable()
export class LinkTokens {
  private readonly keys: DerivedKeys;
  private readonly base: string;

  constructor(config: Config) {
    this.keys = deriveKeys(config, 'mail link');
    this.base = config.appUrl;
  }

  issue(purpose: string): KeptToken {
    const salt = randomBytes(32);
    return { salt, tokenHash: hashOf(tokenOf(this.keys.current, purpose, salt)) };
  }

  /** In the fragment, which a browser sends to nobody. A link that was made under the previous key keeps its token. */
  urlOf(purpose: string, { salt, tokenHash }: KeptToken, page: string): string {
    const tokens = this.keys.all.map((key) => tokenOf(key, purpose, salt));
    const token = tokens.find((one) => hashOf(one).equals(tokenHash));
    if (!token) throw new Error('This link was made under a SECRET_KEY that is gone.');
    return `${this.base}/${page}#token=${token.toString('base64url')}`;
  }

  /** By which the row of a token is found; null for a text that is no token at all. */
  hashOf(token: string): Buffer | null {
    const bytes = bytesOfBase64url(token);
    return bytes && hashOf(bytes);
  }
}

function tokenOf(key: Buffer, purpose: string, salt: Buffer): Buffer {
  return createHmac('sha256', key).update(`${purpose}\n`).update(salt).digest();
}

function hashOf(token: Buffer): Buffer {
  return createHash('sha256').update(token).digest();
}
