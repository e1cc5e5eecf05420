import { performance } from 'node:perf_hooks';
import { setTimeout } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import type { RedisWindow } from './redis-window.js';
import type { SlidingWindow } from './sliding-window.js';
import type { Limiter, Verdict } from './verdict.js';

/** While Redis is away it is tried once in so many milliseconds; no request waits for that. */
const RETRY_MS = 1000;

/**
 * The limit of all instances while Redis answers, and of this instance alone while it does not. What Redis allows is
 * counted here as well, and for one window after its return both must agree: this instance by itself never exceeds
 * the limit, whatever happens to Redis in between.
 *
 * @spec SPEC-009.11
 */
export class SharedWindow implements Limiter {
  private readonly log = new Logger('RateLimit');
  private away = false;
  private closed = false;
  private doubtUntil = 0;

  constructor(
    private readonly redis: RedisWindow,
    private readonly own: SlidingWindow,
    private readonly windowMs: number,
  ) {}

  /** Connects to Redis, or says that it isn't there. Never fails: limits per instance are better than no instance. */
  async start(): Promise<this> {
    await this.redis.open().catch((error: unknown) => this.lose(error));
    return this;
  }

  async take(key: string): Promise<Verdict> {
    if (this.away) return this.own.take(key);
    try {
      return (this.isDoubtful() ? this.own.refusal(key) : null) ?? (await this.ask(key));
    } catch (error) {
      this.lose(error);
      return this.own.take(key);
    }
  }

  close(): void {
    this.closed = true;
    this.redis.close();
  }

  private async ask(key: string): Promise<Verdict> {
    const shared = await this.redis.take(key);
    if (!shared.allowed) return shared;
    const own = this.own.take(key);
    return this.isDoubtful() && !own.allowed ? own : shared;
  }

  private isDoubtful(): boolean {
    return performance.now() < this.doubtUntil;
  }

  private lose(error: unknown): void {
    if (this.away || this.closed) return;
    this.away = true;
    this.log.warn(`Redis does not answer (${reasonOf(error)}): limits hold per instance until it does.`);
    void this.awaitReturn();
  }

  private async awaitReturn(): Promise<void> {
    while (this.away && !this.closed) {
      await setTimeout(RETRY_MS, undefined, { ref: false });
      await this.redis.take('probe').then(
        () => this.regain(),
        () => undefined,
      );
    }
  }

  private regain(): void {
    this.away = false;
    this.doubtUntil = performance.now() + this.windowMs;
    this.log.log('Redis answers again: limits are shared by all instances.');
  }
}

/** A host name with several addresses fails with an AggregateError, which has a code and no message. */
function reasonOf(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  return message || code || 'unknown reason';
}
