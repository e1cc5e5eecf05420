import { Injectable } from '@nestjs/common';
import { Database } from '../../../platform/database/database.js';
import { EntityRepository } from '../../../platform/database/entity-repository.js';
import { User } from '../../users/user.entity.js';

/** The person stays locked until the session is there: who ends all sessions comes before or after, not between. */
const SIGNED_IN = `
  UPDATE users SET last_login_at = now() WHERE id = $1 AND password_hash = coalesce($2, password_hash) AND is_active
  RETURNING last_login_at AS "lastLoginAt"`;
/** To those who look at the person nothing has changed: `updated_at` stays. */
const REHASH = 'UPDATE users SET password_hash = $3 WHERE id = $1 AND password_hash = $2';
/** Who used a link reads the mail of the address that it was sent to: it is confirmed. */
const REPLACE = `
  UPDATE users SET password_hash = $2, password_must_change = false, updated_at = now(),
    email_confirmed_at = CASE WHEN $4::bigint IS NULL THEN email_confirmed_at ELSE coalesce(email_confirmed_at, now()) END
  WHERE id = $1 AND password_hash = coalesce($3, password_hash) AND link_epoch = coalesce($4, link_epoch)
  RETURNING $4::bigint IS NOT NULL AND email_confirmed_at = now()::timestamptz(3) AS "isFirstProof"`;

/** What must still be so when the password is replaced. */
export interface Proof {
  /** The hash that the owner's current password was checked against; another one since then stays. */
  confirmedHash?: string;
  /** Of the link that was used; whatever ended it since then stands. */
  linkEpoch?: number;
}

/** How a password was replaced: whether by the first link that proved the address. */
export type Replaced = { isFirstProof: boolean };

/** Who has shown that they are this person; with a password, by this hash of it. */
export type VerifiedUser = Pick<User, 'id'> & Partial<Pick<User, 'passwordHash'>>;

/** What `users` keeps for signing in. */
@Injectable()
export class CredentialRepository extends EntityRepository<User> {
  constructor(db: Database) {
    super(User, db);
  }

  /** Whether the person is active and the password, if it was checked, still the one that was. */
  async signIn({ id, passwordHash }: VerifiedUser): Promise<boolean> {
    return (await this.execute(SIGNED_IN, [id, passwordHash ?? null])) > 0;
  }

  /** The same password, kept better; nothing where it was changed meanwhile. */
  async rehash(user: User, hash: string): Promise<void> {
    if ((await this.execute(REHASH, [user.id, user.passwordHash, hash])) > 0) user.passwordHash = hash;
  }

  async findHash(userId: number): Promise<string | undefined> {
    return (await this.findOne({ select: { passwordHash: true }, where: { id: userId } }))?.passwordHash;
  }

  /** Null where the person is not there, or the proof no longer holds. */
  async replace(userId: number, hash: string, { confirmedHash, linkEpoch }: Proof): Promise<Replaced | null> {
    return (await this.rows<Replaced>(REPLACE, [userId, hash, confirmedHash ?? null, linkEpoch ?? null]))[0] ?? null;
  }
}
