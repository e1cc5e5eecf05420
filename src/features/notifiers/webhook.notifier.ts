import { Injectable } from '@nestjs/common';
import type { RecordedEvent } from '../../platform/events/domain-event.js';
import { OnBatch } from '../../platform/events/on.js';
import { NotificationDelivery } from '../notifications/notification-delivery.service.js';
import { WebhookPaused } from '../webhooks/webhook.events.js';
import { WebhookReaders } from './webhook-readers.js';

/**
 * Tells the managers of a project that the program has paused one of its webhooks.
 *
 * @spec SPEC-037.14
 */
@Injectable()
export class WebhookNotifier {
  constructor(
    private readonly readers: WebhookReaders,
    private readonly delivery: NotificationDelivery,
  ) {}

  @OnBatch([WebhookPaused], { as: 'notify-of-webhooks' })
  async tell(events: RecordedEvent<WebhookPaused>[]): Promise<void> {
    const readers = await this.readers.of(events.map(({ data }) => data.projectId));
    const news = events.flatMap(({ data: { projectId, webhookId, reason } }) => {
      const data = { project_id: projectId, webhook_id: webhookId, reason };
      const own = readers.filter((reader) => reader.projectId === projectId);
      return own.map(({ userId }) => ({ userId, type: 'webhook_paused', data }));
    });
    await this.delivery.deliver(news);
  }
}
