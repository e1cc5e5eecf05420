import { Injectable } from '@nestjs/common';
import { Database } from '../../../platform/database/database.js';
import { Every } from '../../../platform/events/on.js';
import { hearsOf } from '../../webhooks/webhook.entity.js';
import { DeliverySignal } from '../delivery-signal.service.js';
import { messagesOf } from '../webhook-messages.js';
import { DeliveryRepository } from '../delivery.repository.js';
import { type Replay, ReplayRepository } from './replay.repository.js';

/** How many steps whoever asks for a replay waits for; the rest goes on in the background. */
const STEPS_AT_ONCE = 5;
/** A replay waits while this many wait for its webhook. */
const MAX_WAITING = 10_000;

export interface ReplayProgress {
  queued: number;
  isComplete: boolean;
}

/**
 * Makes deliveries again of what happened between two times, in steps of bounded size.
 *
 * @spec SPEC-037.18
 */
@Injectable()
export class Replays {
  constructor(
    private readonly db: Database,
    private readonly replays: ReplayRepository,
    private readonly deliveries: DeliveryRepository,
    private readonly signal: DeliverySignal,
  ) {}

  /** The first steps; null where an earlier replay of this webhook is not done yet. */
  async begin(webhookId: number, since: Date, until: Date): Promise<ReplayProgress | null> {
    if (!(await this.replays.begin(webhookId, since, until))) return null;
    const progress = { queued: 0, isComplete: false };
    for (let steps = 0; steps < STEPS_AT_ONCE && !progress.isComplete; steps++) {
      const step = await this.db.transaction(() => this.step(webhookId));
      Object.assign(progress, { queued: progress.queued + step.queued, isComplete: step.isComplete });
    }
    return progress;
  }

  @Every({ seconds: 2, as: 'replay-webhooks' })
  async goOn(): Promise<void> {
    for (const replay of await this.replays.take(null)) await this.continue(replay);
  }

  /** Somebody else may be at it, or done with it. */
  private async step(webhookId: number): Promise<ReplayProgress> {
    const [replay] = await this.replays.take(webhookId);
    return replay ? this.continue(replay) : { queued: 0, isComplete: false };
  }

  private async continue(replay: Replay): Promise<ReplayProgress> {
    const { webhookId, projectId, types } = replay;
    if ((await this.deliveries.countWaiting(webhookId, MAX_WAITING)) >= MAX_WAITING)
      return { queued: 0, isComplete: false };
    const { events, end } = await this.replays.read(replay);
    const messages = messagesOf(events).filter((one) => one.projectId === projectId && hearsOf(types, one.type));
    const queued = await this.deliveries.addAll(
      messages.map((one) => ({ ...one, webhookId })),
      { again: true },
    );
    if (end) await this.replays.advance(webhookId, end);
    else await this.replays.end(webhookId);
    this.signal.notify();
    return { queued, isComplete: end === null };
  }
}
