import { performance } from 'node:perf_hooks';
import { setTimeout } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import type { SlidingWindow } from './sliding-window.js';
import type { Limiter, Verdict } from './verdict.js';

/** A sliding window outside of this process, which may be unavailable. */
interface DistantWindow {
  /** Its name in the log. */
  name: string;
  open(): Promise<void>;
  take(key: string): Promise<Verdict>;
  close(): void;
}

/** While it is unavailable, a retry happens once in this many milliseconds; no request waits for it. */
const RETRY_MS = 1000;

/**
 * A limit shared by all instances while the remote window answers, and of this process alone while it doesn't. Attempts
 * that the remote window allows are counted here as well, and for one window after its return both must agree: this
 * process by itself never exceeds the limit.
 *
 * @spec SPEC-009.11
 */
export class SharedWindow implements Limiter {
  private readonly log = new Logger('RateLimit');
  private away = false;
  private closed = false;
  private doubtUntil = 0;

  constructor(
    private readonly distant: DistantWindow,
    private readonly own: SlidingWindow,
    private readonly windowMs: number,
  ) {}

  /** Connects, or logs that Redis is unavailable. Never fails: limits per instance are better than no instance. */
  async start(): Promise<this> {
    await this.distant.open().catch((error: unknown) => this.lose(error));
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
    this.distant.close();
  }

  private async ask(key: string): Promise<Verdict> {
    const shared = await this.distant.take(key);
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
    this.log.warn(`${this.distant.name} does not answer (${reasonOf(error)}): limits hold per instance until it does.`);
    void this.awaitReturn();
  }

  private async awaitReturn(): Promise<void> {
    while (this.away && !this.closed) {
      await setTimeout(RETRY_MS, undefined, { ref: false });
      await this.distant.take('probe').then(
        () => this.regain(),
        () => undefined,
      );
    }
  }

  private regain(): void {
    this.away = false;
    this.doubtUntil = performance.now() + this.windowMs;
    this.log.log(`${this.distant.name} answers again: limits are shared by all instances.`);
  }
}

/** A host name with several addresses fails with an AggregateError, which has a code and no message. */
function reasonOf(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  return message || code || 'unknown reason';
}
