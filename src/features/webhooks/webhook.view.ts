import { PageOf } from '../../platform/input/list-query.js';
import type { PauseReason, Webhook } from './webhook.entity.js';
import type { WithSecret } from './secrets/webhook-secrets.service.js';

export class WebhookView {
  id!: number;
  project_id!: number;
  url!: string;
  types!: string[];
  description!: string | null;
  is_active!: boolean;
  /**
   * Why the program has paused it: its receiver said that it is gone (status 410), or took nothing for five days. Null
   * where a person has paused it, and while it is active.
   */
  paused_reason!: PauseReason | null;
  created_at!: Date;
  updated_at!: Date;

  static of(this: void, webhook: Webhook): WebhookView {
    const { id, projectId, url, types, description, isActive, pausedReason, createdAt, updatedAt } = webhook;
    const state = { is_active: isActive, paused_reason: pausedReason, created_at: createdAt, updated_at: updatedAt };
    return { id, project_id: projectId, url, types, description, ...state };
  }
}

/** A webhook with its secret, which is never shown again. */
export class WebhookWithSecretView extends WebhookView {
  /** `whsec_` and a key in base64, with which deliveries are signed. */
  secret!: string;

  static withSecret(this: void, { webhook, secret }: WithSecret): WebhookWithSecretView {
    return { ...WebhookView.of(webhook), secret };
  }
}

export class WebhookPage extends PageOf(WebhookView) {}
