import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import { columns, Table } from '../../platform/database/table.js';
import { MailLink } from './mail-link.entity.js';

const INSERT = `
  INSERT INTO mail_links AS l (user_id, purpose, salt, token_hash, email, expires_at)
  SELECT $1, $2, $3, $4, $5, now() + make_interval(mins => $6) WHERE $7::integer IS NULL OR $7 > (
    SELECT count(*) FROM mail_links WHERE user_id = $1 AND purpose = $2 AND created_at > now() - interval '1 hour'
  )
  RETURNING ${columns(MailLink, 'l')}`;

const GOOD = `l.spent_at IS NULL AND l.expires_at > now() AND NOT EXISTS (
  SELECT FROM mail_links newer WHERE newer.user_id = l.user_id AND newer.purpose = l.purpose AND newer.id > l.id)`;

const FIND_GOOD = `SELECT ${columns(MailLink, 'l')} FROM mail_links l WHERE l.id = $1 AND ${GOOD}`;
const SPEND = `
  UPDATE mail_links l SET spent_at = now() WHERE l.token_hash = $1 AND l.purpose = $2 AND ${GOOD}
  RETURNING ${columns(MailLink, 'l')}`;
const GIVE_BACK = 'UPDATE mail_links SET spent_at = NULL WHERE id = $1';

/** A day more than they last: how many were made lately still counts. */
const CLEAR = `
  DELETE FROM mail_links WHERE id = ANY (ARRAY(
    SELECT id FROM mail_links WHERE expires_at < now() - interval '1 day' LIMIT 5000))`;

export type NewLink = Pick<MailLink, 'userId' | 'purpose' | 'salt' | 'tokenHash' | 'email'>;

@Injectable()
export class MailLinkRepository {
  private readonly table: Table<MailLink>;

  constructor(private readonly db: Database) {
    this.table = new Table(db, MailLink);
  }

  /** Null where the person got `mostPerHour` for this purpose already. */
  async insert(link: NewLink, minutes: number, mostPerHour: number | null): Promise<MailLink | null> {
    const { userId, purpose, salt, tokenHash, email } = link;
    return this.table.find(INSERT, [userId, purpose, salt, tokenHash, email, minutes, mostPerHour]);
  }

  /** Neither used, nor expired, nor replaced. */
  async findGood(id: number): Promise<MailLink | null> {
    return this.table.find(FIND_GOOD, [id]);
  }

  /** Null where it was no good, or somebody was faster. */
  async spend(purpose: string, tokenHash: Buffer): Promise<MailLink | null> {
    return this.table.find(SPEND, [tokenHash, purpose]);
  }

  async giveBack(id: number): Promise<void> {
    await this.db.execute(GIVE_BACK, [id]);
  }

  async clearOld(): Promise<void> {
    await this.db.execute(CLEAR);
  }
}
