import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import { Clock } from '../../platform/time/clock.js';
import { WebhookHealth } from '../webhooks/webhook-health.service.js';
import { type Answer, isSuccess } from './attempt.js';
import { nextAttempt } from './schedule.js';
import { type Claimed, SendingRepository } from './sending.repository.js';

const GONE = 410;

/**
 * Writes down what came of an attempt.
 *
 * @spec SPEC-037.10, SPEC-037.11, SPEC-037.13
 */
@Injectable()
export class Outcomes {
  constructor(
    private readonly db: Database,
    private readonly sending: SendingRepository,
    private readonly webhooks: WebhookHealth,
    private readonly clock: Clock,
  ) {}

  async note(delivery: Claimed, answer: Answer): Promise<void> {
    if (isSuccess(answer.status)) return this.succeed(delivery, answer);
    await this.db.transaction(() => this.fail(delivery, answer));
  }

  private async succeed(delivery: Claimed, { status }: Answer): Promise<void> {
    const over = { lastStatus: status, lastError: null, dueAt: null };
    await this.sending.settle(delivery, { status: 'delivered', ...over });
    await this.webhooks.noteSuccess(delivery.webhookId);
  }

  private async fail(delivery: Claimed, { status: lastStatus, error: lastError, isOurs }: Answer): Promise<void> {
    const dueAt = nextAttempt(delivery.step, this.clock.now());
    await this.sending.settle(delivery, { status: dueAt ? 'failing' : 'dead', lastStatus, lastError, dueAt });
    if (!isOurs) await this.webhooks.noteFailure(delivery.webhookId, { isGone: lastStatus === GONE });
  }
}
