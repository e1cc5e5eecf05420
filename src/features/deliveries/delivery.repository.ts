import './delivery.errors.js';
import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import { EntityRepository } from '../../platform/database/entity-repository.js';
import { Clock } from '../../platform/time/clock.js';
import { WebhookPinged } from '../webhooks/webhook.events.js';
import type { ListDeliveries } from './delivery.dto.js';
import type { EventMessage } from './webhook-messages.js';
import { WebhookDelivery } from './webhook-delivery.entity.js';

/** Long after the last attempt of the schedule, and long enough to look into what went wrong. */
const KEPT_DAYS = 30;

/** Each of them for each of these webhooks; twice is once. */
const ADD = `
  INSERT INTO webhook_deliveries (webhook_id, event_id, type, kind, thing_id, known, actor_id, occurred_at, traceparent, due_at)
  SELECT d.*, $10 FROM unnest($1::bigint[], $2::bigint[], $3::text[], $4::text[], $5::bigint[], $6::jsonb[],
    $7::bigint[], $8::timestamptz[], $9::text[])
    AS d (webhook_id, event_id, type, kind, thing_id, known, actor_id, occurred_at, traceparent)
  ON CONFLICT (webhook_id, event_id)`;

const BEGIN_ANEW = `
  status = 'pending', step = 0, settled_at = NULL`;

/** What waits already stays in its place. */
const AGAIN = `DO UPDATE SET ${BEGIN_ANEW}, due_at = excluded.due_at WHERE webhook_deliveries.due_at IS NULL`;

const CLEAR = `
  DELETE FROM webhook_deliveries WHERE id = ANY (ARRAY(
    SELECT id FROM webhook_deliveries WHERE settled_at < $1::timestamptz - interval '${KEPT_DAYS} days'
    ORDER BY settled_at LIMIT $2))`;

/** Counts what is there only while it waits, or was given up. */
const TOTALS = `
  SELECT (SELECT count(*) FROM webhook_deliveries WHERE due_at IS NOT NULL) AS waiting,
    (SELECT count(*) FROM webhook_deliveries WHERE status = 'dead') AS dead`;

const WAITING = `
  SELECT count(*) AS count FROM (
    SELECT FROM webhook_deliveries WHERE webhook_id = $1 AND due_at IS NOT NULL LIMIT $2) waiting`;

const PING = `SELECT id, created_at AS at, traceparent FROM events WHERE subject_type = 'webhook' AND subject_id = $1
    AND type = '${WebhookPinged.type}' ORDER BY id DESC LIMIT 1`;

export type NewDelivery = Omit<EventMessage, 'projectId'> & { webhookId: number };

/** Deliveries over all webhooks. */
export interface Totals {
  waiting: number;
  dead: number;
}

/** Deliveries. */
@Injectable()
export class DeliveryRepository extends EntityRepository<WebhookDelivery> {
  private readonly ofWebhook = `SELECT ${this.columns()} FROM webhook_deliveries WHERE webhook_id = $1 AND id > $2`;
  private readonly lists = {
    all: `${this.ofWebhook} ORDER BY id LIMIT $3`,
    ofStatus: `${this.ofWebhook} AND status = $4 ORDER BY id LIMIT $3`,
  };
  private readonly again = `
    UPDATE webhook_deliveries SET ${BEGIN_ANEW}, due_at = $3 WHERE id = $1 AND webhook_id = $2
    RETURNING ${this.columns()}`;

  private readonly pinged = `
    INSERT INTO webhook_deliveries (webhook_id, event_id, type, known, actor_id, occurred_at, traceparent, due_at)
    SELECT $1, e.id, 'ping', $2, $3, e.at, e.traceparent, $4 FROM (${PING}) e RETURNING ${this.columns()}`;

  constructor(
    db: Database,
    private readonly clock: Clock,
  ) {
    super(WebhookDelivery, db);
  }

  list(webhookId: number, { status, after, limit }: ListDeliveries): Promise<WebhookDelivery[]> {
    const values = [webhookId, after ?? 0, limit + 1];
    return status === undefined
      ? this.select(this.lists.all, values)
      : this.select(this.lists.ofStatus, [...values, status]);
  }

  /** To be sent at once. @param again also what was settled; answers how many are to be sent that were not before */
  addAll(deliveries: readonly NewDelivery[], { again = false } = {}): Promise<number> {
    const list = <T>(part: (delivery: NewDelivery) => T) => deliveries.map(part);
    return this.execute(`${ADD} ${again ? AGAIN : 'DO NOTHING'}`, [
      ...[list(({ webhookId }) => webhookId), list(({ event }) => event.id), list(({ type }) => type)],
      ...[list(({ kind }) => kind), list(({ thingId }) => thingId), list(({ known }) => JSON.stringify(known))],
      ...[list(({ event }) => event.actorId), list(({ event }) => event.at)],
      ...[list(({ event }) => event.traceparent ?? null), this.clock.now()],
    ]);
  }

  /** Nobody records an event about it until the transaction ends. */
  async lockWebhook(id: number): Promise<void> {
    await this.execute('SELECT FROM webhooks WHERE id = $1 FOR NO KEY UPDATE', [id]);
  }

  /** Of the event that was recorded last about this webhook; its row is locked, so that it is this one's. */
  async addPing(webhookId: number, actorId: number, known: object): Promise<WebhookDelivery> {
    return (await this.selectOne(this.pinged, [webhookId, known, actorId, this.clock.now()])) as WebhookDelivery;
  }

  /** Null where the webhook has no such delivery. */
  sendAgain(webhookId: number, id: number): Promise<WebhookDelivery | null> {
    return this.selectOne(this.again, [id, webhookId, this.clock.now()]);
  }

  async totals(): Promise<Totals> {
    const [totals] = await this.rows<Totals & Record<string, number>>(TOTALS);
    return totals as Totals;
  }

  /** How many wait for this webhook; counted up to a number. */
  async countWaiting(webhookId: number, upTo: number): Promise<number> {
    const [row] = await this.rows<{ count: number }>(WAITING, [webhookId, upTo]);
    return row?.count ?? 0;
  }

  /** Deletes the oldest of those that were settled long ago. */
  clearOld(limit: number): Promise<number> {
    return this.execute(CLEAR, [this.clock.now(), limit]);
  }
}
