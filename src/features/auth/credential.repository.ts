import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import type { User } from '../users/user.entity.js';

/** The person stays locked until the session is there: who ends all sessions comes before or after, not between. */
const SIGNED_IN = `
  UPDATE users SET last_login_at = now() WHERE id = $1 AND password_hash = $2 AND is_active
  RETURNING last_login_at AS "lastLoginAt"`;
const REHASH = 'UPDATE users SET password_hash = $3 WHERE id = $1 AND password_hash = $2';
const REPLACE = `
  UPDATE users SET password_hash = $2, password_must_change = false, updated_at = now()
  WHERE id = $1 AND ($3::text IS NULL OR password_hash = $3)`;

/** What `users` keeps for signing in. */
@Injectable()
export class CredentialRepository {
  constructor(private readonly db: Database) {}

  /** Whether the person is active and the password still the one that was checked. */
  async signIn({ id, passwordHash }: User): Promise<boolean> {
    return (await this.db.execute(SIGNED_IN, [id, passwordHash])) > 0;
  }

  /** The same password, kept better; nothing where it was changed meanwhile. */
  async rehash(user: User, hash: string): Promise<void> {
    if ((await this.db.execute(REHASH, [user.id, user.passwordHash, hash])) > 0) user.passwordHash = hash;
  }

  /** Whether the person is there, with `confirmedHash` where that is given. */
  async replace(userId: number, hash: string, confirmedHash: string | null): Promise<boolean> {
    return (await this.db.execute(REPLACE, [userId, hash, confirmedHash])) > 0;
  }
}
