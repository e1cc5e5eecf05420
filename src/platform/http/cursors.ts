import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Config } from '../config/config.js';
import { errors } from '../errors/errors.js';

const TAG_BYTES = 12;

/** Opaque places in lists: an id, and a tag that only this program can make for this list, its filters and its reader. */
@Injectable()
export class Cursors {
  private readonly key: Buffer;

  constructor(config: Config) {
    this.key = Buffer.from(hkdfSync('sha256', config.secretKey, '', 'fasttrack cursor', 32));
  }

  write(binding: string, id: number): string {
    return Buffer.concat([this.tag(binding, id), Buffer.from(id.toString(36))]).toString('base64url');
  }

  /** @throws AppError `invalid_cursor` for anything that `write` did not make for the same binding */
  read(binding: string, cursor: string): number {
    const bytes = Buffer.from(cursor, 'base64url');
    const id = parseInt(bytes.subarray(TAG_BYTES).toString('latin1'), 36);
    if (!Number.isSafeInteger(id) || this.write(binding, id).length !== cursor.length) throw errors.invalidCursor();
    if (!timingSafeEqual(Buffer.from(this.write(binding, id)), Buffer.from(cursor))) throw errors.invalidCursor();
    return id;
  }

  private tag(binding: string, id: number): Buffer {
    return createHmac('sha256', this.key).update(`${id}|${binding}`).digest().subarray(0, TAG_BYTES);
  }
}
