import { type BeforeApplicationShutdown, Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import { DeliverySignal } from '../deliveries/delivery-signal.service.js';
import { Lane } from './lane.js';
import { SendingRepository } from './sending.repository.js';
import { Sender } from './sender.js';

/** For retries that are due, and for what other instances were told of. */
const POLL_MS = 1_000;

/** How many attempts this instance has under way at once: for webhooks that are in order, and for those that fail. */
const ROOM = { steady: 60, failing: 20 };

/**
 * Starts the attempts that are due: after every commit that made some, and every second in any case. Receivers that fail
 * have a lane of their own, so that those that hang are in nobody's way.
 *
 * @spec SPEC-037.12
 */
@Injectable()
export class Dispatcher implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(Dispatcher.name);
  private readonly lanes = [new Lane(false, ROOM.steady), new Lane(true, ROOM.failing)];
  private timer: NodeJS.Timeout | undefined;
  private round: Promise<void> | undefined;
  private isWanted = false;
  private isClosed = true;

  constructor(
    private readonly db: Database,
    private readonly sending: SendingRepository,
    private readonly sender: Sender,
    signal: DeliverySignal,
  ) {
    signal.onNotify(() => this.look());
  }

  onApplicationBootstrap(): void {
    this.isClosed = false;
    this.timer = setInterval(() => this.look(), POLL_MS).unref();
  }

  /** Finishes running attempts and starts no new ones. */
  async beforeApplicationShutdown(): Promise<void> {
    this.isClosed = true;
    clearInterval(this.timer);
    await this.round;
    await this.settled();
  }

  /** Says that there may be something to send. Returns at once. */
  look(): void {
    this.isWanted = true;
    if (this.round || this.isClosed) return;
    this.round = this.db.outside(() => this.fill()).finally(() => (this.round = undefined));
  }

  /** For tests: resolves when nothing is due or under way on this instance. */
  async idle(): Promise<void> {
    do {
      this.look();
      await this.round;
      await this.settled();
    } while (this.isWanted || this.round || (await this.sending.isAnyDue()));
  }

  private async fill(): Promise<void> {
    try {
      while (this.isWanted && !this.isClosed) {
        this.isWanted = false;
        if (await this.sending.isAnyWaiting()) for (const lane of this.lanes) await this.fillLane(lane);
      }
    } catch (error) {
      this.logger.warn(`Deliveries to webhooks wait: ${(error as Error).message}`);
    }
  }

  private async fillLane(lane: Lane): Promise<void> {
    if (lane.room <= 0) return;
    const { failing, room: limit, running } = lane;
    for (const delivery of await this.sending.claim({ failing, limit, running })) {
      void lane.run(delivery.webhookId, () => this.sender.send(delivery)).then(() => this.look());
    }
  }

  private async settled(): Promise<void> {
    await Promise.all(this.lanes.map((lane) => lane.settled()));
  }
}
