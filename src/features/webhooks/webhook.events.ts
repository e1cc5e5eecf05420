import { DomainEvent } from '../../platform/events/domain-event.js';
import type { PauseReason, Webhook } from './webhook.entity.js';

interface AboutWebhook {
  webhookId: number;
  projectId: number;
}

/** The address is not in it: many services put a key into theirs. */
export function aboutWebhook({ id, projectId }: Pick<Webhook, 'id' | 'projectId'>): AboutWebhook {
  return { webhookId: id, projectId };
}

abstract class WebhookEvent<D extends AboutWebhook = AboutWebhook> extends DomainEvent<D> {
  get subject() {
    return { type: 'webhook', id: this.data.webhookId };
  }
}

export class WebhookCreated extends WebhookEvent<AboutWebhook & { types: string[] }> {
  static readonly type = 'webhook.created';
}

/** `fields` says what was changed, by the names in a PATCH. */
export class WebhookUpdated extends WebhookEvent<AboutWebhook & { fields: string[]; types: string[] }> {
  static readonly type = 'webhook.updated';
}

export class WebhookDeleted extends WebhookEvent {
  static readonly type = 'webhook.deleted';
}

export class WebhookSecretRotated extends WebhookEvent {
  static readonly type = 'webhook.secret_rotated';
}

/** Somebody wants to know whether it works. This is what is delivered then. */
export class WebhookPinged extends WebhookEvent {
  static readonly type = 'webhook.pinged';
}

/** Somebody has asked for deliveries again: of one, or of all since a time. */
export class WebhookReplayed extends WebhookEvent<AboutWebhook & { deliveryId?: number; since?: Date; until?: Date }> {
  static readonly type = 'webhook.replayed';
}

/** The program has paused it. */
export class WebhookPaused extends WebhookEvent<AboutWebhook & { project: string; reason: PauseReason }> {
  static readonly type = 'webhook.paused';
}
