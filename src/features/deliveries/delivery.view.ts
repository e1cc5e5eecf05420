import { PageOf } from '../../platform/input/list-query.js';
import type { WebhookType } from '../webhooks/webhook.entity.js';
import type { ReplayProgress } from './replays/replay.service.js';
import type { DeliveryStatus, WebhookDelivery } from './webhook-delivery.entity.js';

export class DeliveryView {
  id!: number;
  /** The `webhook-id` of every attempt. */
  event_id!: number;
  type!: WebhookType;
  /** Waiting for its first attempt, taken, to be tried again, or given up. */
  status!: DeliveryStatus;
  /** How often it was tried, also before it was asked for again. */
  attempts!: number;
  /** The HTTP status of the last attempt; null if there was no answer. */
  last_status!: number | null;
  /** What was wrong with the last attempt. */
  last_error!: string | null;
  /** Null where there is nothing left to do. A paused webhook is sent nothing, whatever the time. */
  next_attempt_at!: Date | null;
  created_at!: Date;

  static of(this: void, delivery: WebhookDelivery): DeliveryView {
    const { id, eventId, type, status, attempts, lastStatus, lastError, dueAt, createdAt } = delivery;
    const last = { last_status: lastStatus, last_error: lastError };
    return { id, event_id: eventId, type, status, attempts, ...last, next_attempt_at: dueAt, created_at: createdAt };
  }
}

export class DeliveryPage extends PageOf(DeliveryView) {}

export class ReplayView {
  since!: Date;
  until!: Date;
  /** How many deliveries are to be sent because of it so far. */
  queued!: number;
  /** False where there was more than one answer should wait for: the rest follows by itself. */
  is_complete!: boolean;

  static of(
    this: void,
    { since, until, queued, isComplete }: ReplayProgress & { since: Date; until: Date },
  ): ReplayView {
    return { since, until, queued, is_complete: isComplete };
  }
}
