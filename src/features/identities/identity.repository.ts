import './identity.errors.js';
import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import { EntityRepository } from '../../platform/database/entity-repository.js';
import { UserIdentity } from './identity.entity.js';

/** The account comes first, so that those who link at once count each other. */
const HOLD = `
  SELECT FROM users WHERE id = $1 AND is_active AND link_epoch = coalesce($2, link_epoch) FOR NO KEY UPDATE`;
const COUNT = 'SELECT count(*) AS count FROM user_identities WHERE user_id = $1';
const REMOVE = 'DELETE FROM user_identities WHERE id = $1 AND user_id = $2';
const REMOVE_ALL = 'DELETE FROM user_identities WHERE user_id = $1';

type Place = { after: number | null; limit: number };

@Injectable()
export class IdentityRepository extends EntityRepository<UserIdentity> {
  private readonly byId = `SELECT ${this.columns('i')} FROM user_identities i WHERE i.id = $1`;
  private readonly bySubject = `
    SELECT ${this.columns('i')} FROM user_identities i WHERE i.issuer = $1 AND i.subject = $2`;

  private readonly page = `
    SELECT ${this.columns('i')} FROM user_identities i WHERE i.user_id = $1 AND i.id > $2 ORDER BY i.id LIMIT $3`;

  constructor(db: Database) {
    super(UserIdentity, db);
  }

  findById(id: number): Promise<UserIdentity | null> {
    return this.lookUp(this.byId, [id]);
  }

  findBySubject(issuer: string, subject: string): Promise<UserIdentity | null> {
    return this.selectOne(this.bySubject, [issuer, subject]);
  }

  listOf(userId: number, { after, limit }: Place): Promise<UserIdentity[]> {
    return this.select(this.page, [userId, after ?? 0, limit + 1]);
  }

  /** Until the transaction ends; false where they are disabled, or their links have ended since `epoch`. */
  async hold(userId: number, epoch: number | null): Promise<boolean> {
    return (await this.execute(HOLD, [userId, epoch])) > 0;
  }

  async countOf(userId: number): Promise<number> {
    return (await this.rows<{ count: number }>(COUNT, [userId]))[0]?.count ?? 0;
  }

  /** @throws AppError `account_exists` where it belongs to somebody */
  keep(draft: Pick<UserIdentity, 'userId' | 'provider' | 'issuer' | 'subject'>): Promise<UserIdentity> {
    return this.add(draft);
  }

  /** Whether there was one. */
  async removeOf({ id, userId }: UserIdentity): Promise<boolean> {
    return (await this.execute(REMOVE, [id, userId])) > 0;
  }

  async removeAllOf(userId: number): Promise<void> {
    await this.execute(REMOVE_ALL, [userId]);
  }
}
