import { createHmac, timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Config } from '../config/config.js';
import { errors } from '../errors/errors.js';
import { bytesOfBase64url } from '../secrets/base64url.js';
import { type DerivedKeys, deriveKeys } from '../secrets/derived-keys.js';

const TAG_BYTES = 12;

/** Opaque cursors: an id, and a MAC over the id, the list, its filters and its reader. */
@Injectable()
export class Cursors {
  private readonly keys: DerivedKeys;

  constructor(config: Config) {
    this.keys = deriveKeys(config, 'cursor');
  }

  write(binding: string, id: number): string {
    return bytesOf(this.keys.current, binding, id).toString('base64url');
  }

  /** @throws AppError `invalid_cursor` for anything that `write` did not make for the same binding */
  read(binding: string, cursor: string): number {
    const bytes = bytesOfBase64url(cursor);
    const id = parseInt(bytes?.subarray(TAG_BYTES).toString('latin1') ?? '', 36);
    if (!bytes || !Number.isSafeInteger(id)) throw errors.invalidCursor();
    if (!this.keys.all.some((key) => areSame(bytesOf(key, binding, id), bytes))) throw errors.invalidCursor();
    return id;
  }
}

function bytesOf(key: Buffer, binding: string, id: number): Buffer {
  const tag = createHmac('sha256', key).update(`${id}|${binding}`).digest().subarray(0, TAG_BYTES);
  return Buffer.concat([tag, Buffer.from(id.toString(36))]);
}

function areSame(some: Buffer, others: Buffer): boolean {
  return some.length === others.length && timingSafeEqual(some, others);
}
