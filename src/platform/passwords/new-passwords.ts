import { Injectable } from '@nestjs/common';
import { errors } from '../errors/errors.js';
import { BreachedPasswords } from './breached-passwords.js';
import { PasswordHasher } from './password-hasher.js';

/** Checks and hashes new passwords, at registration, change and reset. */
@Injectable()
export class NewPasswords {
  constructor(
    private readonly breached: BreachedPasswords,
    private readonly hasher: PasswordHasher,
  ) {}

  /**
   * Call outside of transactions: it calls an external service and is slow.
   *
   * @param field the input that held it
   * @param currentHash of the password that it replaces
   * @throws AppError `validation_failed` for a password that others know or that is no other one, `overloaded`
   */
  async hash(field: string, password: string, currentHash?: string): Promise<string> {
    await this.breached.refuse(field, password);
    if (currentHash !== undefined && (await this.hasher.verify(password, currentHash)).matches)
      throw errors.invalidField(field, 'unchanged', 'must be another one than the current password');
    return this.hasher.hash(password);
  }
}
