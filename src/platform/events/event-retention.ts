import { Injectable } from '@nestjs/common';
import { Config } from '../config/config.js';
import { Database } from '../database/database.js';
import { Every } from './on.js';

const BATCH = 5_000;
/** At most this many batches in one run, so that no transaction is long; the rest waits for the next run. */
const MAX_BATCHES = 10;

/** Oldest first, by the index on time. Events with waiting deliveries stay; dead deliveries are deleted with them. */
const CLEAR = `
  WITH old AS MATERIALIZED (
    SELECT id FROM events e WHERE created_at < now() - make_interval(days => $1)
      AND NOT EXISTS (SELECT FROM deliveries d WHERE d.event_id = e.id AND d.dead_at IS NULL)
    ORDER BY created_at LIMIT $2
  ), given_up AS (
    DELETE FROM deliveries WHERE event_id IN (SELECT id FROM old)
  )
  DELETE FROM events WHERE id IN (SELECT id FROM old)`;

/**
 * Deletes old events; otherwise, they would become the largest table.
 *
 * @spec SPEC-011.15
 */
@Injectable()
export class EventRetention {
  constructor(
    private readonly db: Database,
    private readonly config: Config,
  ) {}

  @Every({ minutes: 10, as: 'clear-old-events' })
  async clear(): Promise<void> {
    for (let batches = 0; batches < MAX_BATCHES; batches++) {
      if ((await this.db.execute(CLEAR, [this.config.eventRetentionDays, BATCH])) < BATCH) return;
    }
  }
}
