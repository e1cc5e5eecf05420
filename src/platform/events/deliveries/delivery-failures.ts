import { Injectable } from '@nestjs/common';
import { Database } from '../../database/database.js';

/** After about eleven hours of growing pauses a delivery is dead: it stays, and `/internal/stats` counts it. */
const MAX_ATTEMPTS = 20;
const MAX_PAUSE_SECONDS = 3_600;

const POSTPONE = `
  UPDATE deliveries SET attempts = $3, last_error = $4, due_at = now() + make_interval(secs => $5),
    dead_at = CASE WHEN $6 THEN now() END
  WHERE event_id = $1 AND subscriber = $2`;

interface Failed {
  id: number;
  subscriber: string;
  /** The number of earlier attempts. */
  attempts: number;
}

/** Delays the next attempt of a failed delivery, each time for longer. */
@Injectable()
export class DeliveryFailures {
  constructor(private readonly db: Database) {}

  async postpone({ id, subscriber, attempts }: Failed, error: unknown): Promise<void> {
    const tries = attempts + 1;
    const reason = (error instanceof Error ? error.message : String(error)).slice(0, 500).replaceAll('\0', '');
    await this.db.execute(POSTPONE, [id, subscriber, tries, reason, pauseSeconds(tries), tries >= MAX_ATTEMPTS]);
  }
}

/** 1, 2, 4 … seconds up to an hour, with 25 % jitter, so that failures at one moment are not retried at one moment. */
function pauseSeconds(tries: number): number {
  const pause = Math.min(2 ** (tries - 1), MAX_PAUSE_SECONDS);
  return pause * (0.75 + Math.random() / 2);
}
