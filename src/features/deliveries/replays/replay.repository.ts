import { Injectable } from '@nestjs/common';
import { Database } from '../../../platform/database/database.js';
import type { RecordedEvent } from '../../../platform/events/domain-event.js';
import { TOLD_TYPES } from '../webhook-messages.js';

/** How many events of all projects are looked at in one step. */
export const STEP = 2_000;

const BEGIN = `
  INSERT INTO webhook_replays (webhook_id, read_at, until) VALUES ($1, $2, $3) ON CONFLICT (webhook_id) DO NOTHING`;

/** Any of them, since one may have to wait for its receiver; whoever else takes a step goes on to others. */
const TAKE = `
  SELECT r.webhook_id AS "webhookId", r.read_at AS "readAt", r.read_id AS "readId", r.until, w.project_id AS "projectId",
    w.types
  FROM webhook_replays r JOIN webhooks w ON w.id = r.webhook_id
  WHERE $1::bigint IS NULL OR r.webhook_id = $1
  ORDER BY random() LIMIT 5 FOR UPDATE OF r SKIP LOCKED`;

/** By the index on time, each event with what it says only if it is one of this project. */
const READ = `
  SELECT e.id, e.type, e.actor_id AS "actorId", e.request_id AS "requestId", e.created_at AS at,
    CASE WHEN e.type = ANY($5) AND $4 IN (e.data->>'projectId', e.data->>'formerProjectId') THEN e.data END AS data
  FROM events e WHERE e.created_at >= $1 AND (e.created_at, e.id) > ($1, $2) AND e.created_at <= $3
  ORDER BY e.created_at, e.id LIMIT ${STEP}`;

const ADVANCE = 'UPDATE webhook_replays SET read_at = $2, read_id = $3 WHERE webhook_id = $1';
const END = 'DELETE FROM webhook_replays WHERE webhook_id = $1';

export interface Replay {
  webhookId: number;
  projectId: number;
  types: string[];
  readAt: Date;
  readId: number;
  until: Date;
}

type Read = Omit<RecordedEvent, 'data'> & { data: object | null };

export interface ReplayPage {
  events: RecordedEvent[];
  /** Where to go on; null at the end. */
  end: { at: Date; id: number } | null;
}

@Injectable()
export class ReplayRepository {
  constructor(private readonly db: Database) {}

  /** False where one of this webhook is not done yet. */
  async begin(webhookId: number, since: Date, until: Date): Promise<boolean> {
    return (await this.db.execute(BEGIN, [webhookId, since, until])) > 0;
  }

  /** Locked: those that nobody else is at, or the one of this webhook. */
  take(webhookId: number | null): Promise<Replay[]> {
    return this.db.query<Replay & Record<string, unknown>>(TAKE, [webhookId]);
  }

  async read({ projectId, readAt, readId, until }: Replay): Promise<ReplayPage> {
    const values = [readAt, readId, until, String(projectId), TOLD_TYPES];
    const rows = await this.db.query<Read & Record<string, unknown>>(READ, values);
    const last = rows.length < STEP ? undefined : rows.at(-1);
    return { events: rows.filter(({ data }) => data !== null) as unknown as RecordedEvent[], end: last ?? null };
  }

  async advance(webhookId: number, { at, id }: { at: Date; id: number }): Promise<void> {
    await this.db.execute(ADVANCE, [webhookId, at, id]);
  }

  async end(webhookId: number): Promise<void> {
    await this.db.execute(END, [webhookId]);
  }
}
