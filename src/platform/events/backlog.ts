import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';

/** What the courier has not carried yet, and what it gave up. */
export interface Waiting {
  waiting: number;
  dead: number;
  /** How long the oldest that is not given up has waited; 0 where nothing waits. */
  oldestSeconds: number;
}

/** Both counts go over rows that are there only while something waits, or was given up. */
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
