import type { OnApplicationShutdown } from '@nestjs/common';
import type { ThrottlerStorage } from '@nestjs/throttler';
import type { Config } from '../config/config.js';
import { RedisWindow } from './redis-window.js';
import { SharedWindow } from './shared-window.js';
import { SlidingWindow } from './sliding-window.js';
import type { Limiter } from './verdict.js';

type Hit = Awaited<ReturnType<ThrottlerStorage['increment']>>;

/**
 * The throttler's storage on exact sliding windows: in memory, or shared through Redis where REDIS_URL is set. Its one
 * quota is the configuration's, for the whole API; there is no block beyond the window.
 */
export class LimitStorage implements ThrottlerStorage, OnApplicationShutdown {
  private constructor(
    private readonly limit: number,
    private readonly limiter: Limiter & { close?(): void },
  ) {}

  static async from(
    config: Pick<Config, 'rateLimitRequests' | 'rateLimitWindowSeconds' | 'redisUrl'>,
  ): Promise<LimitStorage> {
    const limit = config.rateLimitRequests;
    const windowMs = config.rateLimitWindowSeconds * 1000;
    const own = new SlidingWindow({ limit, windowMs });
    if (!config.redisUrl) return new LimitStorage(limit, own);
    const distant = await RedisWindow.at(config.redisUrl, { limit, windowMs });
    return new LimitStorage(limit, await new SharedWindow(distant, own, windowMs).start());
  }

  /** Times are whole seconds, as the throttler has them; a refused attempt is one hit more than the limit. */
  async increment(key: string): Promise<Hit> {
    const verdict = await this.limiter.take(key);
    return {
      totalHits: this.limit - verdict.remaining + (verdict.allowed ? 0 : 1),
      timeToExpire: verdict.resetSeconds,
      isBlocked: !verdict.allowed,
      timeToBlockExpire: verdict.retryAfterSeconds,
    };
  }

  onApplicationShutdown(): void {
    this.limiter.close?.();
  }
}
