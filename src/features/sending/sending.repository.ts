import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import { Clock } from '../../platform/time/clock.js';
import type { FeedKindName } from '../projects/feed-kinds/feed-kind.entity.js';
import { type Person, personIn } from '../users/person.entity.js';
import type { WebhookType } from '../webhooks/webhook.entity.js';
import type { SealedSecrets } from '../webhooks/secrets/webhook-secrets.service.js';

/** Longer than an attempt may take. Afterwards, any instance can take the delivery. */
const LEASE_SECONDS = 60;

/** How many attempts a webhook that is in order has under way at once; any other one has a single one. */
const AT_ONCE = 5;

/** By the index: what waits may be few among many. */
const ANY = 'SELECT FROM webhook_deliveries WHERE due_at IS NOT NULL ORDER BY webhook_id, due_at LIMIT 1';

const DUE = `
  SELECT FROM webhook_deliveries d JOIN webhooks w ON w.id = d.webhook_id JOIN projects p ON p.id = w.project_id
  WHERE w.is_active AND d.due_at <= $1 LIMIT 1`;

/**
 * Some due deliveries of each webhook that has room, whatever the others have waiting: from webhook to webhook by the
 * index of what waits, a look-up for each. The lease is the moved due time: whoever finds it passed takes over from a
 * process that died. What was true when the delivery was made is asked again here: the webhook is active, and its project
 * is there.
 */
const CLAIM = `
  WITH RECURSIVE waiting (id) AS (
    (SELECT webhook_id FROM webhook_deliveries WHERE due_at IS NOT NULL ORDER BY webhook_id LIMIT 1)
    UNION ALL
    SELECT (
      SELECT d.webhook_id FROM webhook_deliveries d WHERE d.due_at IS NOT NULL AND d.webhook_id > w.id
      ORDER BY d.webhook_id LIMIT 1)
    FROM waiting w WHERE w.id IS NOT NULL
  ), hooks AS (
    SELECT w.id,
      CASE WHEN w.is_proven AND w.failing_since IS NULL THEN ${AT_ONCE} ELSE 1 END - coalesce(b.running, 0) AS room
    FROM waiting JOIN webhooks w ON w.id = waiting.id JOIN projects p ON p.id = w.project_id
    LEFT JOIN unnest($4::bigint[], $5::integer[]) AS b (id, running) ON b.id = w.id
    WHERE w.is_active AND (w.failing_since IS NOT NULL) = $2
    ORDER BY random()
  ), due AS (
    SELECT d.id FROM hooks h CROSS JOIN LATERAL (
      SELECT x.id FROM webhook_deliveries x WHERE x.webhook_id = h.id AND x.due_at <= $1
      ORDER BY x.due_at, x.event_id LIMIT greatest(h.room, 0) FOR UPDATE SKIP LOCKED
    ) d LIMIT $3
  )
  UPDATE webhook_deliveries d SET due_at = $1::timestamptz + interval '${LEASE_SECONDS} seconds'
  FROM due, webhooks w WHERE d.id = due.id AND w.id = d.webhook_id
  RETURNING d.id, d.webhook_id AS "webhookId", d.event_id AS "eventId", d.type, d.kind, d.thing_id AS "thingId", d.known,
    d.actor_id AS "actorId", d.occurred_at AS "occurredAt", d.traceparent, d.step, d.due_at AS lease,
    w.project_id AS "projectId", w.url, w.secret, CASE WHEN w.former_secret_until > $1 THEN w.former_secret END AS "formerSecret"`;

/** By whoever has it: not where it was taken over, or is to be sent again, meanwhile. */
const SETTLE = `
  UPDATE webhook_deliveries SET status = $3, attempts = attempts + 1, step = step + 1, last_status = $4, last_error = $5,
    due_at = $6, settled_at = CASE WHEN $6::timestamptz IS NULL THEN $7::timestamptz END
  WHERE id = $1 AND due_at = $2`;

const PEOPLE = `SELECT ${personIn('u')} AS person FROM users u WHERE u.id = ANY($1::bigint[])`;

/** A delivery that this process is to attempt, with what its webhook is now. */
export interface Claimed extends SealedSecrets {
  id: number;
  eventId: number;
  type: WebhookType;
  kind: FeedKindName | null;
  thingId: number | null;
  known: object;
  actorId: number | null;
  occurredAt: Date;
  traceparent: string | null;
  /** How many attempts of its schedule have failed. */
  step: number;
  /** Until then it is this process's. */
  lease: Date;
  projectId: number;
  url: string;
}

/** What came of an attempt. */
export interface Settlement {
  status: 'delivered' | 'failing' | 'dead';
  lastStatus: number | null;
  lastError: string | null;
  dueAt: Date | null;
}

/** Which deliveries of which webhooks may be taken. */
export interface Room {
  /** Those that are failing, or the others. */
  failing: boolean;
  limit: number;
  /** What this instance has under way already. */
  running: ReadonlyMap<number, number>;
}

@Injectable()
export class SendingRepository {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
  ) {}

  async isAnyWaiting(): Promise<boolean> {
    return (await this.db.execute(ANY)) > 0;
  }

  /** For tests: whether something could be taken now. */
  async isAnyDue(): Promise<boolean> {
    return (await this.db.execute(DUE, [this.clock.now()])) > 0;
  }

  claim({ failing, limit, running }: Room): Promise<Claimed[]> {
    const values = [this.clock.now(), failing, limit, [...running.keys()], [...running.values()]];
    return this.db.query<Claimed & Record<string, unknown>>(CLAIM, values);
  }

  /** False where it was taken over meanwhile, or is to be sent again. */
  async settle({ id, lease }: Claimed, { status, lastStatus, lastError, dueAt }: Settlement): Promise<boolean> {
    const values = [id, lease, status, lastStatus, lastError, dueAt, this.clock.now()];
    return (await this.db.execute(SETTLE, values)) > 0;
  }

  async people(ids: readonly number[]): Promise<Map<number, Person>> {
    if (ids.length === 0) return new Map();
    const rows = await this.db.query<{ person: Person }>(PEOPLE, [ids]);
    return new Map(rows.map(({ person }) => [person.id, person]));
  }
}
