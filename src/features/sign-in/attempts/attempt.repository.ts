import { Injectable } from '@nestjs/common';
import { Database } from '../../../platform/database/database.js';
import { EntityRepository } from '../../../platform/database/entity-repository.js';
import { Attempt } from './attempt.entity.js';

/** A lock for each key, over all instances, because counting and inserting must be atomic. */
const TAKE_TURN = `SELECT pg_advisory_xact_lock(hashtextextended($1 || ' ' || $2, 70415704))`;

const RECENT = `kind = $1 AND key = $2 AND at > clock_timestamp() - make_interval(secs => $3::float8)`;
/** Seconds until the window has fewer failures than the limit; null if it has already. */
const JUDGE = `
  SELECT (SELECT count(*) FROM attempts WHERE ${RECENT}) AS counted, (
    SELECT extract(epoch FROM at - clock_timestamp())::float8 + $3::float8 FROM attempts
    WHERE ${RECENT} AND NOT is_open ORDER BY at DESC OFFSET $4 LIMIT 1
  ) AS "waitSeconds"`;

const OPEN = 'INSERT INTO attempts (kind, key, is_open) VALUES ($1, $2, true) RETURNING id';
const FAIL = 'UPDATE attempts SET is_open = false, at = clock_timestamp() WHERE id = $1';
const FORGET = 'DELETE FROM attempts WHERE id = $1';

const DONE = 'INSERT INTO attempts (kind, key) VALUES ($1, $2)';

const COUNT = `SELECT count(*) AS count FROM (
  SELECT FROM attempts WHERE kind = $1 AND key = $2 AND NOT is_open LIMIT $3) counted`;

const CLEAR = `
  DELETE FROM attempts WHERE id = ANY (ARRAY(
    SELECT id FROM attempts
    WHERE at < now() - interval '1 hour' AND (kind <> $1 OR at < now() - make_interval(days => $2))
    ORDER BY at LIMIT 5000))`;

/** How many failures are allowed in a window. */
export interface AttemptLimit {
  kind: string;
  failures: number;
  windowSeconds: number;
}

/** How often something may be done in a window, whether or not it fails. */
export interface UseLimit {
  kind: string;
  uses: number;
  windowSeconds: number;
}

/** Allowed; refused for some seconds; or waiting, while open attempts may still fail. */
export type AttemptAdmission = { id: number } | { waitSeconds: number } | 'full';

@Injectable()
export class AttemptRepository extends EntityRepository<Attempt> {
  constructor(db: Database) {
    super(Attempt, db);
  }

  /**
   * Opens an attempt where failures and open attempts together leave room for one. Others must see it at once: a hash
   * may follow, which no transaction should wait for.
   */
  async open({ kind, failures, windowSeconds }: AttemptLimit, key: string): Promise<AttemptAdmission> {
    return this.db.transactionBefore(async () => {
      await this.execute(TAKE_TURN, [kind, key]);
      const values = [kind, key, windowSeconds, failures - 1];
      const [state] = await this.rows<{ counted: number; waitSeconds: number | null }>(JUDGE, values);
      if (typeof state?.waitSeconds === 'number') return { waitSeconds: state.waitSeconds };
      if (!state || state.counted >= failures) return 'full';
      const [attempt] = await this.rows<{ id: number }>(OPEN, [kind, key]);
      return attempt as { id: number };
    });
  }

  /**
   * Counts one use, in the open transaction; others with the same key wait for its end. Null if there was room, or the
   * seconds until there is.
   */
  async countUse({ kind, uses, windowSeconds }: UseLimit, key: string): Promise<number | null> {
    await this.execute(TAKE_TURN, [kind, key]);
    const [state] = await this.rows<{ waitSeconds: number | null }>(JUDGE, [kind, key, windowSeconds, uses - 1]);
    if (typeof state?.waitSeconds === 'number') return state.waitSeconds;
    await this.execute(DONE, [kind, key]);
    return null;
  }

  /** Turns the open attempt into a failure of now. */
  async fail(id: number): Promise<void> {
    await this.execute(FAIL, [id]);
  }

  async forget(id: number): Promise<void> {
    await this.execute(FORGET, [id]);
  }

  /** Of any age, up to `most`. */
  async countFailures(kind: string, key: string, most: number): Promise<number> {
    return (await this.rows<{ count: number }>(COUNT, [kind, key, most]))[0]?.count ?? 0;
  }

  async forgetAll(kind: string, key: string): Promise<void> {
    await this.delete({ kind, key });
  }

  /** What is older than any window: an hour, or for one kind so many days. */
  async clearOld(longKind: string, days: number): Promise<void> {
    await this.execute(CLEAR, [longKind, days]);
  }
}
