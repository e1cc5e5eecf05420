import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import { errors } from '../../platform/errors/errors.js';
import { Events } from '../../platform/events/events.js';
import { Every } from '../../platform/events/on.js';
import type { Actor } from '../../platform/request/actor.js';
import type { Webhook } from '../webhooks/webhook.entity.js';
import { aboutWebhook, WebhookPinged, WebhookReplayed } from '../webhooks/webhook.events.js';
import type { ListDeliveries } from './delivery.dto.js';
import { DeliverySignal } from './delivery-signal.service.js';
import { DeliveryRepository, type Totals } from './delivery.repository.js';
import type { WebhookDelivery } from './webhook-delivery.entity.js';

const BATCH = 5_000;
const MAX_BATCHES = 10;

/** @spec SPEC-037.15, SPEC-037.16, SPEC-037.17 */
@Injectable()
export class DeliveryService {
  constructor(
    private readonly db: Database,
    private readonly deliveries: DeliveryRepository,
    private readonly events: Events,
    private readonly signal: DeliverySignal,
  ) {}

  list(webhook: Webhook, query: ListDeliveries): Promise<WebhookDelivery[]> {
    return this.deliveries.list(webhook.id, query);
  }

  totals(): Promise<Totals> {
    return this.deliveries.totals();
  }

  /** Whatever the webhook hears of, it hears of this. */
  ping(actor: Actor, webhook: Webhook): Promise<WebhookDelivery> {
    return this.db.transaction(async () => {
      await this.deliveries.lockWebhook(webhook.id);
      await this.events.record(actor, new WebhookPinged(aboutWebhook(webhook)));
      this.signal.notify();
      return this.deliveries.addPing(webhook.id, actor.id, { webhook_id: webhook.id });
    });
  }

  /** @throws AppError `not_found` also for a delivery to another webhook */
  redeliver(actor: Actor, webhook: Webhook, id: number): Promise<WebhookDelivery> {
    return this.db.transaction(async () => {
      const delivery = await this.deliveries.sendAgain(webhook.id, id);
      if (!delivery) throw errors.notFound('delivery');
      await this.events.record(actor, new WebhookReplayed({ ...aboutWebhook(webhook), deliveryId: id }));
      this.signal.notify();
      return delivery;
    });
  }

  @Every({ minutes: 10, as: 'clear-webhook-deliveries' })
  async clearOld(): Promise<void> {
    for (let batches = 0; batches < MAX_BATCHES; batches++) if ((await this.deliveries.clearOld(BATCH)) < BATCH) return;
  }
}
