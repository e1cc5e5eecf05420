import { type BeforeApplicationShutdown, Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { Database } from '../database/database.js';
import { InsideDeliveries } from './inside-deliveries.js';
import { OutsideDeliveries } from './outside-deliveries.js';
import { Scheduler } from './scheduler.js';

/** The safety net under `wake`: retries that fall due, and what another instance left behind. */
const POLL_MS = 1_000;
/** Another instance is delivering at this moment; what it doesn't see any more is taken soon after. */
const BUSY_MS = 20;

/**
 * Carries events to their subscribers: after every commit, and every second in any case. What it does inside runs on
 * one instance at a time, in the order of the events; what it does outside runs beside it and blocks nobody.
 *
 * @spec SPEC-011
 */
@Injectable()
export class Courier implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(Courier.name);
  private timer: NodeJS.Timeout | undefined;
  private round: Promise<void> | undefined;
  private isWanted = false;
  private isClosed = true;

  constructor(
    private readonly db: Database,
    private readonly inside: InsideDeliveries,
    private readonly outside: OutsideDeliveries,
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
    await this.outside.settled();
  }

  /** There is something to deliver; returns at once. */
  wake(): void {
    this.isWanted = true;
    if (!this.round) this.later(0);
  }

  /** Resolves when a whole round found nothing left: for tests and for shutting down. */
  async idle(): Promise<void> {
    do {
      this.wake();
      await new Promise((resolve) => setImmediate(resolve));
      await this.round;
    } while (this.isWanted || this.round);
    await this.outside.settled();
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

  private async deliver(): Promise<void> {
    let pause = POLL_MS;
    try {
      await this.scheduler.runDue();
      if ((await this.inside.deliverAll(() => this.isClosed)) === 'busy') pause = BUSY_MS;
      await this.outside.begin();
    } catch (error) {
      this.logger.warn(`Deliveries wait: ${(error as Error).message}`);
    } finally {
      this.round = undefined;
      this.later(this.isWanted ? 0 : pause);
    }
  }
}
