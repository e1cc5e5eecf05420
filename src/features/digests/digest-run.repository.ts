import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import { dueTasks } from './due-tasks.js';

/** From one zone to the next by the index: the number of people doesn't matter. */
const ZONES = `
  WITH RECURSIVE zones AS (
    (SELECT time_zone FROM users WHERE is_active ORDER BY time_zone LIMIT 1)
    UNION ALL
    SELECT (
      SELECT u.time_zone FROM users u WHERE u.is_active AND u.time_zone > z.time_zone ORDER BY u.time_zone LIMIT 1
    ) FROM zones z WHERE z.time_zone IS NOT NULL
  )
  SELECT time_zone AS "timeZone" FROM zones WHERE time_zone IS NOT NULL`;

const OPEN = `
  SELECT z.time_zone AS "timeZone", z.day::text AS day FROM unnest($1::text[], $2::date[]) AS z (time_zone, day)
  WHERE NOT EXISTS (SELECT FROM mornings m WHERE m.time_zone = z.time_zone AND m.day = z.day AND m.is_over)
  ORDER BY z.time_zone, z.day`;

const BEGIN = 'INSERT INTO mornings (time_zone, day) VALUES ($1, $2) ON CONFLICT DO NOTHING';
const TAKE = `
  SELECT last_user_id AS "lastUserId" FROM mornings WHERE time_zone = $1 AND day = $2 AND NOT is_over
  FOR UPDATE SKIP LOCKED`;
const ADVANCE = 'UPDATE mornings SET last_user_id = $3, is_over = $4 WHERE time_zone = $1 AND day = $2';

/** Those of `people`, a subquery, who have something due and were not told on this day, the first parameter. */
const serve = (people: string) => `
  WITH people AS (${people}), served AS (
    INSERT INTO digests (user_id, day)
    SELECT u.id, $1 FROM people u WHERE EXISTS (SELECT FROM ${dueTasks('u.id', '$1')} t) ORDER BY u.id
    ON CONFLICT DO NOTHING RETURNING user_id
  )
  SELECT (SELECT count(*)::int FROM people) AS looked, (SELECT max(id) FROM people) AS "lastUserId",
    ARRAY(SELECT user_id FROM served ORDER BY user_id) AS "userIds"`;

const SERVE_ZONE = serve(`
  SELECT id FROM users WHERE is_active AND kind = 'person' AND time_zone = $2 AND id > $3 ORDER BY id LIMIT $4`);
const SERVE_ONE = serve(`SELECT id FROM users WHERE is_active AND kind = 'person' AND id = $2`);

const FORGET_DIGESTS = 'DELETE FROM digests WHERE day < $1::date';
const FORGET_MORNINGS = 'DELETE FROM mornings WHERE day < $1::date';

export interface LocalDay {
  timeZone: string;
  day: string;
}

interface Served {
  looked: number;
  lastUserId: number | null;
  userIds: number[];
}

/** Who is told, and how far a morning has come. A row for each person and day decides that nobody is told twice. */
@Injectable()
export class DigestRunRepository {
  constructor(private readonly db: Database) {}

  /** The time zones in which somebody is. */
  async zones(): Promise<string[]> {
    return (await this.db.query<{ timeZone: string }>(ZONES)).map(({ timeZone }) => timeZone);
  }

  /** Those of the mornings that are not over yet. */
  open(days: readonly LocalDay[]): Promise<LocalDay[]> {
    return this.db.query<LocalDay & Record<string, unknown>>(OPEN, [
      days.map(({ timeZone }) => timeZone),
      days.map(({ day }) => day),
    ]);
  }

  /**
   * Looks at the next people of a morning, which is locked until the transaction ends. Returns those who are to be told;
   * null where the morning is over, or another instance is at it.
   */
  async serveNext({ timeZone, day }: LocalDay, limit: number): Promise<number[] | null> {
    await this.db.execute(BEGIN, [timeZone, day]);
    const [taken] = await this.db.query<{ lastUserId: number }>(TAKE, [timeZone, day]);
    if (!taken) return null;
    const [served] = await this.db.query<Served & Record<string, unknown>>(SERVE_ZONE, [
      day,
      timeZone,
      taken.lastUserId,
      limit,
    ]);
    const { looked, lastUserId, userIds } = served as Served;
    await this.db.execute(ADVANCE, [timeZone, day, lastUserId ?? taken.lastUserId, looked < limit]);
    return userIds;
  }

  /** Whether this person is to be told on this day. */
  async serveOne(userId: number, day: string): Promise<boolean> {
    const [served] = await this.db.query<Served & Record<string, unknown>>(SERVE_ONE, [day, userId]);
    return (served?.userIds.length ?? 0) > 0;
  }

  /** Days before this one. */
  async forgetBefore(day: string): Promise<void> {
    await this.db.execute(FORGET_MORNINGS, [day]);
    await this.db.execute(FORGET_DIGESTS, [day]);
  }
}
