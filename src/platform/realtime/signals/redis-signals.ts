import type { OnApplicationShutdown } from '@nestjs/common';
import type { Redis, RedisOptions } from 'ioredis';
import type { Database } from '../../database/database.js';
import type { Head } from '../message-log.js';
import { Signals, writeHeads } from './signals.js';

const CHANNEL = 'fasttrack:push';

const OPTIONS: RedisOptions = {
  lazyConnect: true,
  connectTimeout: 1_000,
  retryStrategy: (attempt) => Math.min(attempt * 100, 1_000),
  // A signal that can't be sent now is not sent later: by then, every instance has read the logs.
  enableOfflineQueue: false,
  maxRetriesPerRequest: 0,
};

/** Signals through Redis, after the commit. While Redis is unavailable, instances read the logs by themselves. */
export class RedisSignals extends Signals implements OnApplicationShutdown {
  private constructor(
    private readonly db: Database,
    private readonly speaker: Redis,
    private readonly hearer: Redis,
  ) {
    super();
    speaker.on('error', () => undefined);
    hearer.on('error', () => undefined);
    hearer.on('message', (_channel, payload: string) => this.hear(payload));
    hearer.on('ready', () => void this.subscribe());
  }

  /** Loads the client, which processes without Redis never do; doesn't wait for the connection. */
  static async at(url: string, db: Database): Promise<RedisSignals> {
    const { Redis } = await import('ioredis');
    const hearer = new Redis(url, { ...OPTIONS, autoResubscribe: false, enableReadyCheck: false });
    const signals = new RedisSignals(db, new Redis(url, OPTIONS), hearer);
    void signals.speaker.connect().catch(() => undefined);
    void hearer.connect().catch(() => signals.logger.warn('Redis is away: other instances hear of messages later.'));
    return signals;
  }

  get isLive(): boolean {
    return this.hearer.status === 'ready' && this.speaker.status === 'ready';
  }

  announce(heads: readonly Head[]): Promise<void> {
    this.db.afterCommit(() => void this.speaker.publish(CHANNEL, writeHeads(heads)).catch(() => undefined));
    return Promise.resolve();
  }

  onApplicationShutdown(): void {
    this.speaker.disconnect();
    this.hearer.disconnect();
  }

  private async subscribe(): Promise<void> {
    await this.hearer.subscribe(CHANNEL).then(
      () => this.recheck(),
      () => undefined,
    );
  }
}
