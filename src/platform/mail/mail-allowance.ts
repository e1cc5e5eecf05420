import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import { Every } from '../events/on.js';

/** Limits for one hour: mails caused by one person, and mails to one address. */
const MAX_PER_HOUR = { sender: 60, address: 30 };

/**
 * A lock, so that two mails can't both be the last one allowed; the time is read under the lock for the same reason.
 */
const TAKE_TURN = 'SELECT pg_advisory_xact_lock(70415705)';
const COUNT = `
  WITH hour AS (SELECT clock_timestamp() - interval '1 hour' AS begun)
  INSERT INTO caused_mails (event_id, address_hash, sender_id, counted_at)
  SELECT $1, $2, $3, clock_timestamp() FROM hour
  WHERE (SELECT count(*) FROM caused_mails WHERE sender_id = $3 AND counted_at > hour.begun) < $4
    AND (SELECT count(*) FROM caused_mails WHERE address_hash = $2 AND counted_at > hour.begun) < $5
  ON CONFLICT DO NOTHING`;
const COUNTED = `
  SELECT sent_at IS NOT NULL AS "isSent" FROM caused_mails WHERE event_id = $1 AND address_hash = $2`;
const SENT = 'UPDATE caused_mails SET sent_at = clock_timestamp() WHERE event_id = $1 AND address_hash = $2';

/** Rows stay a day longer than they count, so that a mail that is tried again is recognised. */
const CLEAR = `
  DELETE FROM caused_mails WHERE ctid = ANY (ARRAY(
    SELECT ctid FROM caused_mails WHERE counted_at < now() - interval '1 day' LIMIT 5000))`;

interface WantedMail {
  /** The event that causes the mail; however often its delivery is tried, it counts once. */
  eventId: number;
  /** Null for somebody who is not signed in. */
  senderId: number | null;
  /** The address in its normalised form. */
  address: string;
}

/**
 * Limits the mails that people cause to others, in any hour: for each person who causes them, and for each address,
 * over all instances.
 *
 * @spec SPEC-011.18
 */
@Injectable()
export class MailAllowance {
  constructor(private readonly db: Database) {}

  /** Whether this mail may be sent: it is allowed, and was not sent before. */
  async take({ eventId, senderId, address }: WantedMail): Promise<boolean> {
    const hash = hashOf(address);
    return this.db.transaction(async () => {
      await this.db.execute(TAKE_TURN);
      const [counted] = await this.db.query<{ isSent: boolean }>(COUNTED, [eventId, hash]);
      if (counted) return !counted.isSent;
      const most = [MAX_PER_HOUR.sender, MAX_PER_HOUR.address];
      return (await this.db.execute(COUNT, [eventId, hash, senderId, ...most])) > 0;
    });
  }

  /** Where the event is delivered again, because another of its mails failed, this one isn't sent twice. */
  async noteSent({ eventId, address }: Pick<WantedMail, 'eventId' | 'address'>): Promise<void> {
    await this.db.execute(SENT, [eventId, hashOf(address)]);
  }

  @Every({ minutes: 10, as: 'clear-mail-allowances' })
  async clear(): Promise<void> {
    await this.db.execute(CLEAR);
  }
}

function hashOf(address: string): Buffer {
  return createHash('sha256').update(address).digest();
}
