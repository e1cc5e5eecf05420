import { Injectable } from '@nestjs/common';
import { Database } from '../../database/database.js';

/** The number of waiting and dead deliveries. */
export interface Waiting {
  waiting: number;
  dead: number;
  /** The age of the oldest waiting delivery; 0 if none waits. */
  oldestSeconds: number;
}

/** Counts rows that exist only while a delivery waits or is dead, so it is cheap. */
const READ = `
  SELECT count(*) FILTER (WHERE d.dead_at IS NULL) AS waiting,
    count(*) FILTER (WHERE d.dead_at IS NOT NULL) AS dead,
    coalesce(floor(extract(epoch FROM now() - min(e.created_at) FILTER (WHERE d.dead_at IS NULL))), 0)::int
      AS "oldestSeconds"
  FROM deliveries d LEFT JOIN events e ON e.id = d.event_id`;

/** How far behind the deliveries are, for operators. */
@Injectable()
export class Backlog {
  constructor(private readonly db: Database) {}

  async read(): Promise<Waiting> {
    const [row] = await this.db.query<Waiting & Record<string, number>>(READ);
    return row as Waiting;
  }
}
