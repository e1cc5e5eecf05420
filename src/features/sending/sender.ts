import { Injectable, Logger } from '@nestjs/common';
import { Attempt, isSuccess } from './attempt.js';
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
      const answer = await this.attempt.make(delivery);
      this.metrics.count(isSuccess(answer.status) ? 'delivered' : 'failed');
      await this.outcomes.note(delivery, answer);
    } catch (error) {
      this.logger.warn(`Delivery ${delivery.id} to a webhook waits for its lease: ${(error as Error).message}`);
    }
  }
}
