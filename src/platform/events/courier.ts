import { type BeforeApplicationShutdown, Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { Database } from '../database/database.js';
import { TransactionalDeliveries, type Outcome } from './deliveries/transactional-deliveries.js';
import { ExternalDeliveries } from './deliveries/external-deliveries.js';
import { Scheduler } from './schedules/scheduler.js';

/** The polling interval: for retries that are due, deliveries of a dead instance, and lost wake-ups. */
const POLL_MS = 1_000;
/**
 * The shortest time from the beginning of one round to that of the next: under load, what is written meanwhile is
 * delivered together, which costs a fraction. After a pause there is nothing to wait for.
 */
const GATHER_MS = 15;
/** If another instance is delivering, the next attempt is soon, for events that it did not see. */
const BUSY_MS = 20;

/**
 * Delivers events to their subscribers: after every commit, and every second in any case. Transactional deliveries run
 * on one instance at a time, in the order of the events; external deliveries run in parallel and block nothing.
 *
 * @spec SPEC-011
 */
@Injectable()
export class Courier implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(Courier.name);
  private timer: NodeJS.Timeout | undefined;
  private round: Promise<Outcome> | undefined;
  private isWanted = false;
  private isExternalWanted = false;
  private lookedOutsideAt = 0;
  private beganAt = 0;
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

  /** Finishes running deliveries and starts no new ones. The rest stays in the table for another instance. */
  async beforeApplicationShutdown(): Promise<void> {
    this.isClosed = true;
    clearTimeout(this.timer);
    await this.round;
    await this.external.settled();
  }

  /** Says that there is something to deliver, also to the outside or not. Returns at once. */
  wake({ external }: { external: boolean }): void {
    this.isExternalWanted ||= external;
    if (this.isWanted) return;
    this.isWanted = true;
    if (!this.round) this.soon();
  }

  /** For tests: resolves when a full round finds nothing to deliver, on any instance. */
  async idle(): Promise<void> {
    let outcome: Outcome | undefined;
    do {
      await this.round; // It may have passed what is waited for.
      this.isExternalWanted = true;
      this.begin();
      outcome = await this.round;
    } while (!this.isClosed && (outcome === 'busy' || this.isWanted));
    await this.external.settled();
  }

  private soon(): void {
    const pause = this.beganAt + GATHER_MS - performance.now();
    if (pause > 0) this.later(pause);
    else setImmediate(() => this.begin());
  }

  private later(milliseconds: number): void {
    clearTimeout(this.timer);
    if (this.isClosed) return;
    this.timer = setTimeout(() => this.begin(), milliseconds);
    this.timer.unref();
  }

  private begin(): void {
    if (this.round || this.isClosed) return;
    clearTimeout(this.timer);
    this.isWanted = false;
    this.beganAt = performance.now();
    this.round = this.db.outside(() => this.deliver());
  }

  private async deliver(): Promise<Outcome> {
    let outcome: Outcome = 'done';
    try {
      outcome = await this.transactional.deliverAll(() => this.isClosed);
      if (this.isExternalWanted || performance.now() - this.lookedOutsideAt >= POLL_MS) await this.lookOutside();
    } catch (error) {
      this.logger.warn(`Deliveries wait: ${(error as Error).message}`);
    }
    // Somebody waits for what is delivered, and nobody for what the clock asks for.
    if (!this.isClosed) await this.scheduler.runDue();
    this.round = undefined;
    if (this.isWanted) this.soon();
    else this.later(outcome === 'busy' ? BUSY_MS : POLL_MS);
    return outcome;
  }

  private lookOutside(): Promise<void> {
    this.isExternalWanted = false;
    this.lookedOutsideAt = performance.now();
    return this.external.begin();
  }
}
