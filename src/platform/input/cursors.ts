import { createHmac, timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Config } from '../config/config.js';
import { errors } from '../errors/errors.js';
import { bytesOfBase64url } from '../secrets/base64url.js';
import { type DerivedKeys, deriveKeys } from '../secrets/derived-keys.js';

const TAG_BYTES = 12;

/** The last row of a page: its id, and what the list is sorted by before the id; null where the id alone decides. */
export interface Place {
  id: number;
  key: string | null;
}

/** Opaque cursors: a place, and a MAC over the place, the list, its filters and its reader. */
@Injectable()
export class Cursors {
  private readonly keys: DerivedKeys;

  constructor(config: Config) {
    this.keys = deriveKeys(config, 'cursor');
  }

  write(binding: string, place: Place): string {
    return bytesOf(this.keys.current, binding, place).toString('base64url');
  }

  /** @throws AppError `invalid_cursor` for anything that `write` did not make for the same binding */
  read(binding: string, cursor: string): Place {
    const bytes = bytesOfBase64url(cursor);
    const [id36 = '', ...rest] = bytes?.subarray(TAG_BYTES).toString().split('.') ?? [];
    const place = { id: parseInt(id36, 36), key: rest.length > 0 ? rest.join('.') : null };
    if (!bytes || !Number.isSafeInteger(place.id)) throw errors.invalidCursor();
    if (!this.keys.all.some((key) => areSame(bytesOf(key, binding, place), bytes))) throw errors.invalidCursor();
    return place;
  }
}

function bytesOf(secret: Buffer, binding: string, { id, key }: Place): Buffer {
  // With its length, so that no other key and binding read the same.
  const keyed = key === null ? '' : `.${key.length}.${key}`;
  const tag = createHmac('sha256', secret).update(`${id}${keyed}|${binding}`).digest().subarray(0, TAG_BYTES);
  return Buffer.concat([tag, Buffer.from(id.toString(36) + (key === null ? '' : `.${key}`))]);
}

function areSame(some: Buffer, others: Buffer): boolean {
  return some.length === others.length && timingSafeEqual(some, others);
}
