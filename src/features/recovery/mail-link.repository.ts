import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import { EntityRepository } from '../../platform/database/entity-repository.js';
import { MailLink } from './mail-link.entity.js';

/** The lock makes those who ask at once come one after the other, so that they are counted. */
const LOCK_OWNER = 'SELECT FROM users WHERE id = $1 FOR NO KEY UPDATE';
const UNUSED = `l.spent_at IS NULL AND l.expires_at > now() AND NOT EXISTS (
  SELECT FROM mail_links newer WHERE newer.user_id = l.user_id AND newer.purpose = l.purpose AND newer.id > l.id)`;

/** A day more than they last: how many were made lately still counts. */
const CLEAR = `
  DELETE FROM mail_links WHERE id = ANY (ARRAY(
    SELECT id FROM mail_links WHERE expires_at < now() - interval '1 day' LIMIT 5000))`;

export type NewLink = Pick<MailLink, 'userId' | 'purpose' | 'salt' | 'tokenHash' | 'email'>;

export interface LinkBounds {
  minutes: number;
  mostPerHour: number | null;
  /** Of the person, when their wish was found to be theirs; null where it needs no such proof. */
  epoch: number | null;
}

@Injectable()
export class MailLinkRepository extends EntityRepository<MailLink> {
  private readonly toIssue = `
    INSERT INTO mail_links AS l (user_id, purpose, salt, token_hash, email, epoch, expires_at)
    SELECT u.id, $2, $3, $4, $5, u.link_epoch, now() + make_interval(mins => $6) FROM users u
    WHERE u.id = $1 AND u.is_active AND u.link_epoch = coalesce($8, u.link_epoch) AND ($7::integer IS NULL OR $7 > (
      SELECT count(*) FROM mail_links WHERE user_id = $1 AND purpose = $2 AND created_at > now() - interval '1 hour'
    ))
    RETURNING ${this.columns('l')}`;

  private readonly good = `
    SELECT ${this.columns('l')} FROM mail_links l JOIN users u ON u.id = l.user_id
    WHERE l.id = $1 AND ${UNUSED} AND u.is_active AND u.link_epoch = l.epoch`;

  /** Who ends the links of a person changes the same row: they come before, and the link is dead, or after. */
  private readonly toSpend = `
    WITH owner AS (
      SELECT u.id, u.link_epoch FROM users u
      WHERE u.id = (SELECT user_id FROM mail_links WHERE token_hash = $1) AND u.is_active FOR NO KEY UPDATE
    )
    UPDATE mail_links l SET spent_at = now() FROM owner
    WHERE l.token_hash = $1 AND l.purpose = ANY ($2::text[]) AND l.user_id = owner.id AND l.epoch = owner.link_epoch
      AND ${UNUSED}
    RETURNING ${this.columns('l')}`;

  constructor(db: Database) {
    super(MailLink, db);
  }

  /** Null where the person got so many for this purpose already, is disabled, or their links have ended since `epoch`. */
  issue(link: NewLink, { minutes, mostPerHour, epoch }: LinkBounds): Promise<MailLink | null> {
    const { userId, purpose, salt, tokenHash, email } = link;
    return this.db.transaction(async () => {
      await this.execute(LOCK_OWNER, [userId]);
      return this.selectOne(this.toIssue, [userId, purpose, salt, tokenHash, email, minutes, mostPerHour, epoch]);
    });
  }

  /** Neither used, nor expired, nor replaced, nor ended with what it was made for. */
  async findGood(id: number): Promise<MailLink | null> {
    return this.selectOne(this.good, [id]);
  }

  /** Null where it was no good, or somebody was faster. */
  async spend(purposes: readonly string[], tokenHash: Buffer): Promise<MailLink | null> {
    return this.selectOne(this.toSpend, [tokenHash, purposes]);
  }

  async giveBack(id: number): Promise<void> {
    await this.update(id, { spentAt: null });
  }

  async clearOld(): Promise<void> {
    await this.execute(CLEAR);
  }
}
