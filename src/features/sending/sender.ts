import { Injectable, Logger } from '@nestjs/common';
import { traced, type Work } from '../../platform/tracing/tracing.js';
import { type Answer, Attempt, isSuccess } from './attempt.js';
import { Outcomes } from './outcomes.js';
import { SendingMetrics } from './sending-metrics.js';
import type { Claimed } from './sending.repository.js';

/** Attempts a delivery and writes down what came of it. */
@Injectable()
export class Sender {
  private readonly logger = new Logger(Sender.name);

  constructor(
    private readonly attempt: Attempt,
    private readonly outcomes: Outcomes,
    private readonly metrics: SendingMetrics,
  ) {}

  /** Never fails: what is not written down is attempted again when its lease is over. */
  async send(delivery: Claimed): Promise<void> {
    try {
      await traced(
        () => workOf(delivery),
        () => this.sendAndNote(delivery),
      );
    } catch (error) {
      this.logger.warn(`Delivery ${delivery.id} to a webhook waits for its lease: ${(error as Error).message}`);
    }
  }

  private async sendAndNote(delivery: Claimed): Promise<void> {
    const answer = await this.attempt.make(delivery).catch((error: unknown) => this.ownFault(delivery, error));
    this.metrics.count(isSuccess(answer.status) ? 'delivered' : 'failed');
    await this.outcomes.note(delivery, answer);
  }

  /** What can't be made is tried again like what can't be sent, so that it ends; its receiver is not to blame. */
  private ownFault({ id }: Claimed, error: unknown): Answer {
    this.logger.warn(`Delivery ${id} to a webhook could not be made: ${(error as Error).message}`);
    return { status: null, error: 'It could not be made; the log says why.', isOurs: true };
  }
}

function workOf({ id, webhookId, eventId, step, traceparent }: Claimed): Work {
  const attributes = {
    'fasttrack.webhook.id': webhookId,
    'fasttrack.delivery.id': id,
    'fasttrack.event.id': eventId,
    'fasttrack.delivery.step': step,
  };
  return { name: 'deliver webhook', kind: 'consumer', attributes, causes: [traceparent] };
}
