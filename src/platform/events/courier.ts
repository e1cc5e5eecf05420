import { type BeforeApplicationShutdown, Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { Database } from '../database/database.js';
import { TransactionalDeliveries, type Outcome } from './transactional-deliveries.js';
import { ExternalDeliveries } from './external-deliveries.js';
import { Scheduler } from './scheduler.js';

/** The safety net under `wake`: retries that fall due, and what another instance left behind. */
const POLL_MS = 1_000;
/** Another instance is delivering at this moment; what it doesn't see any more is taken soon after. */
const BUSY_MS = 20;

/**
 * Carries events to their subscribers: after every commit, and every second in any case. What writes rows runs on one
 * instance at a time, in the order of the events; what talks to the outside runs beside it and blocks nobody.
 *
 * @spec SPEC-011
 */
@Injectable()
export class Courier implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(Courier.name);
  private timer: NodeJS.Timeout | undefined;
  private round: Promise<Outcome> | undefined;
  private isWanted = false;
  private isClosed = true;

  constructor(
    private readonly db: Database,
    private readonly transactional: TransactionalDeliveries,
    private readonly external: ExternalDeliveries,
    private readonly scheduler: Scheduler,
  ) {}

  onApplicationBootstrap(): void {
    this.isClosed = false;
    this.later(0);
  }

  /** Lets go: what runs is finished, nothing new is begun; the rest waits in its table for another instance. */
  async beforeApplicationShutdown(): Promise<void> {
    this.isClosed = true;
    clearTimeout(this.timer);
    await this.round;
    await this.external.settled();
  }

  /** There is something to deliver; returns at once. */
  wake(): void {
    this.isWanted = true;
    if (!this.round) this.later(0);
  }

  /** Resolves when a whole round of this instance found nothing left, whichever instance took it: for tests. */
  async idle(): Promise<void> {
    let outcome: Outcome | undefined;
    do {
      this.wake();
      await new Promise((resolve) => setImmediate(resolve));
      outcome = await this.round;
    } while (outcome === 'busy' || this.isWanted || this.round);
    await this.external.settled();
  }

  private later(milliseconds: number): void {
    clearTimeout(this.timer);
    if (this.isClosed) return;
    this.timer = setTimeout(() => this.begin(), milliseconds);
    this.timer.unref();
  }

  private begin(): void {
    if (this.round || this.isClosed) return;
    this.isWanted = false;
    this.round = this.db.outside(() => this.deliver());
  }

  private async deliver(): Promise<Outcome> {
    let outcome: Outcome = 'done';
    try {
      await this.scheduler.runDue();
      outcome = await this.transactional.deliverAll(() => this.isClosed);
      await this.external.begin();
    } catch (error) {
      this.logger.warn(`Deliveries wait: ${(error as Error).message}`);
    }
    this.round = undefined;
    const pause = outcome === 'busy' ? BUSY_MS : POLL_MS;
    this.later(this.isWanted ? 0 : pause);
    return outcome;
  }
}
