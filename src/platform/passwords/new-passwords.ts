import { Injectable } from '@nestjs/common';
import { BreachedPasswords } from './breached-passwords.js';
import { PasswordHasher } from './password-hasher.js';

/** What becomes somebody's password: at registering, change and reset. */
@Injectable()
export class NewPasswords {
  constructor(
    private readonly breached: BreachedPasswords,
    private readonly hasher: PasswordHasher,
  ) {}

  /**
   * Call outside of transactions: it asks a service, and takes its time.
   *
   * @param field the input that held it
   * @throws AppError `validation_failed` for a password that others know, `overloaded`
   */
  async hash(field: string, password: string): Promise<string> {
    await this.breached.refuse(field, password);
    return this.hasher.hash(password);
  }
}
