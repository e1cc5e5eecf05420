import { type BeforeApplicationShutdown, Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { Database } from '../database/database.js';
import type { Identity } from '../request/actor.js';
import { UserChannel } from './user-channel.js';
import type { Connection } from './sockets/connection.js';
import { type Head, type Message, MessageLog } from './message-log.js';
import type { AppServer } from './protocol.js';
import { Signals } from './signals/signals.js';

/** How long a lost signal can delay a message, while signals arrive and while they don't. */
const POLL_MS = 5_000;
const FAST_POLL_MS = 1_000;

/**
 * The only way to send to sockets. People's messages are in a log from which sockets read; what is pushed here is only
 * a shortcut.
 *
 * @spec SPEC-010.12, SPEC-010.14
 */
@Injectable()
export class Realtime implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(Realtime.name);
  private readonly channels = new Map<number, UserChannel>();
  private timer: NodeJS.Timeout | undefined;
  private lookedAt = 0;

  constructor(
    private readonly log: MessageLog,
    private readonly signals: Signals,
    private readonly db: Database,
  ) {
    signals.onHeads((heads) => this.compare(heads));
    signals.onGap(() => (this.lookedAt = 0));
  }

  readonly admits = (identity: Identity, message: Message): boolean => this.log.admits(identity, message);

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => void this.lookNowAndThen(), FAST_POLL_MS).unref();
  }

  beforeApplicationShutdown(): void {
    clearInterval(this.timer);
  }

  /**
   * Call in the transaction that writes the messages into the log: after its commit they go to the sockets of their
   * people, on every instance; after a rollback nowhere.
   */
  async push(messages: ReadonlyMap<number, readonly Message[]>): Promise<void> {
    if (messages.size === 0) return;
    await this.signals.announce([...messages].map(([userId, own]) => ({ userId, seq: own.at(-1)?.seq ?? 0 })));
    this.db.afterCommit(() => messages.forEach((own, userId) => this.deliver(userId, own)));
  }

  /** Resolves when the connection is up to date. Fails if the log can't be read. */
  async welcome(connection: Connection, server: AppServer): Promise<void> {
    const { userId } = connection;
    const channel = this.channels.get(userId) ?? new UserChannel(userId, this.log, server);
    this.channels.set(userId, channel);
    await channel.welcome(connection);
  }

  leave(connection: Connection): void {
    const channel = this.channels.get(connection.userId);
    channel?.leave(connection);
    if (channel?.isEmpty) this.channels.delete(connection.userId);
  }

  private deliver(userId: number, messages: readonly Message[]): void {
    this.settle(this.channels.get(userId)?.hear(messages));
  }

  private compare(heads: readonly Head[]): void {
    for (const { userId, seq } of heads) {
      const channel = this.channels.get(userId);
      if (channel?.isBehind(seq)) this.settle(channel.look());
    }
  }

  /** Polls in case signals were lost: one query for all connected people. */
  private async lookNowAndThen(): Promise<void> {
    const pause = this.signals.isLive ? POLL_MS : FAST_POLL_MS;
    if (this.channels.size === 0 || Date.now() - this.lookedAt < pause) return;
    this.lookedAt = Date.now();
    try {
      this.compare(await this.log.heads([...this.channels.keys()]));
    } catch (error) {
      this.postpone(error);
    }
  }

  private settle(work: Promise<void> | undefined): void {
    void work?.catch((error: unknown) => this.postpone(error));
  }

  /** Nothing is lost: the next poll finds it. */
  private postpone(error: unknown): void {
    this.logger.debug(`Messages wait: ${String(error)}`);
  }
}
