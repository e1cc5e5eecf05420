import { createHmac, scrypt } from 'node:crypto';
import { promisify } from 'node:util';
import { Injectable } from '@nestjs/common';
import { Config } from '../../../platform/config/config.js';
import { type DerivedKeys, deriveKeys } from '../../../platform/secrets/derived-keys.js';

const scryptAsync = promisify(scrypt);
const BYTES = 32;

/**
 * Hashes of backup codes. They are slow, because 49 bits could be tried through by whoever has the table; and they need
 * no key, because these codes are for the day on which the authenticator can't be read any more.
 */
@Injectable()
export class BackupCodeHashes {
  private readonly keys: DerivedKeys;

  constructor(config: Config) {
    this.keys = deriveKeys(config, 'backup codes');
  }

  /** Takes its time: call outside of transactions. Node's own cost: 16 MiB. */
  async salted(salt: Buffer, plainCode: string): Promise<Buffer> {
    return (await scryptAsync(plainCode, salt, BYTES)) as Buffer;
  }

  /** As codes without a salt were hashed: with any key that is still read. */
  keyed(userId: number, plainCode: string): Buffer[] {
    return this.keys.all.map((key) => createHmac('sha256', key).update(`${userId} ${plainCode}`).digest());
  }
}
