import { Injectable } from '@nestjs/common';
import { Events } from '../../../platform/events/events.js';
import type { Actor } from '../../../platform/request/actor.js';
import { Clock } from '../../../platform/time/clock.js';
import type { Webhook } from '../../webhooks/webhook.entity.js';
import { aboutWebhook, WebhookReplayed } from '../../webhooks/webhook.events.js';
import type { ReplayWebhook } from '../delivery.dto.js';
import { deliveryErrors } from '../delivery.errors.js';
import { type ReplayProgress, Replays } from './replay.service.js';

/** @spec SPEC-037.18 */
@Injectable()
export class ReplayRequests {
  constructor(
    private readonly replays: Replays,
    private readonly events: Events,
    private readonly clock: Clock,
  ) {}

  /** @throws AppError `validation_failed` for an end before the beginning, `limit_reached` while another one runs */
  async replay(actor: Actor, webhook: Webhook, { since, until = this.clock.now() }: ReplayWebhook) {
    if (until < since) throw deliveryErrors.untilBeforeSince();
    const progress: ReplayProgress | null = await this.replays.begin(webhook.id, since, until);
    if (!progress) throw deliveryErrors.replayRuns();
    await this.events.record(actor, new WebhookReplayed({ ...aboutWebhook(webhook), since, until }));
    return { since, until, ...progress };
  }
}
