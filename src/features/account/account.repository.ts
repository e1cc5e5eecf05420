import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';

/** Of two that change it at once, the one who is later no longer knows the current one. */
const CHANGE_PASSWORD = `
  UPDATE users SET password_hash = $3, password_must_change = false, updated_at = now()
  WHERE id = $1 AND password_hash = $2`;

/** What people change of their own account. */
@Injectable()
export class AccountRepository {
  constructor(private readonly db: Database) {}

  /** False where the old hash is no longer the one that is kept. */
  async changePassword(userId: number, oldHash: string, newHash: string): Promise<boolean> {
    return (await this.db.execute(CHANGE_PASSWORD, [userId, oldHash, newHash])) > 0;
  }
}
