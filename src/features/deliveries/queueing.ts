import { Injectable } from '@nestjs/common';
import type { RecordedEvent } from '../../platform/events/domain-event.js';
import { OnBatch } from '../../platform/events/on.js';
import { hearsOf } from '../webhooks/webhook.entity.js';
import { WebhookHealth } from '../webhooks/webhook-health.service.js';
import { DeliverySignal } from './delivery-signal.service.js';
import { messagesOf, TOLD_FACTS } from './webhook-messages.js';
import { DeliveryRepository } from './delivery.repository.js';

/**
 * Makes a delivery of each event for each webhook that hears of it, after the commit and exactly once.
 *
 * @spec SPEC-037.7, SPEC-037.9
 */
@Injectable()
export class Queueing {
  constructor(
    private readonly webhooks: WebhookHealth,
    private readonly deliveries: DeliveryRepository,
    private readonly signal: DeliverySignal,
  ) {}

  @OnBatch(TOLD_FACTS, { as: 'queue-webhooks' })
  async queue(events: RecordedEvent[]): Promise<void> {
    const messages = messagesOf(events);
    const hooks = await this.webhooks.listening([...new Set(messages.map(({ projectId }) => projectId))]);
    if (hooks.length === 0) return;
    const deliveries = messages.flatMap((one) =>
      hooks
        .filter(({ projectId, types }) => projectId === one.projectId && hearsOf(types, one.type))
        .map(({ id: webhookId }) => ({ ...one, webhookId })),
    );
    if (deliveries.length === 0) return;
    await this.deliveries.addAll(deliveries);
    this.signal.notify();
  }
}
