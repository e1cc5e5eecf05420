import type { Redis } from 'ioredis';
import { verdictOf, type Limiter, type Quota, type Verdict } from './verdict.js';

/** The timeout of a call to Redis in milliseconds, during which a request waits. */
const COMMAND_TIMEOUT_MS = 100;

/**
 * The sliding window of SlidingWindow, on a list of times in microseconds, oldest first, which outlives its newest time
 * by the window. The clock is Redis's own, so instances need not agree on theirs; where it steps back, times leave late,
 * in the order in which they came, and never early. Answers whether the attempt is allowed, how many count now, and the
 * microseconds until the next slot is free; with more times than the limit (it was lowered) that is when enough have left.
 */
export const TAKE = `
local limit, window = tonumber(ARGV[1]), tonumber(ARGV[2])
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local used = redis.call('LLEN', KEYS[1])
while used > 0 and redis.call('LINDEX', KEYS[1], 0) + window <= now do
  redis.call('LPOP', KEYS[1])
  used = used - 1
end
local allowed = used < limit
if allowed then
  redis.call('RPUSH', KEYS[1], string.format('%.0f', now))
  redis.call('PEXPIRE', KEYS[1], math.ceil(window / 1000) + 1)
  used = used + 1
end
local leaving = redis.call('LINDEX', KEYS[1], math.max(0, used - limit))
return { allowed and 1 or 0, used, leaving + window - now }
`;

/** ioredis adds the script as a method, which loads it where the server does not know it yet. */
type WithTake = Redis & {
  take(key: string, limit: number, windowMicroseconds: number): Promise<[number, number, number]>;
};

/** An exact sliding window that any number of instances share through Redis (5 or later). */
export class RedisWindow implements Limiter {
  readonly name = 'Redis';
  private lastError: Error | null = null;
  private isHangingUp = false;

  private constructor(
    private readonly redis: WithTake,
    private readonly quota: Quota,
  ) {
    redis.on('error', (error: Error) => (this.lastError = error));
    redis.on('ready', () => (this.lastError = null));
    redis.on('close', () => (this.isHangingUp = false));
  }

  /** Loads the client, which processes without Redis never do, and connects with the first `open`. */
  static async at(url: string, quota: Quota, commandTimeoutMs = COMMAND_TIMEOUT_MS): Promise<RedisWindow> {
    const { Redis } = await import('ioredis');
    const client = new Redis(url, {
      lazyConnect: true,
      connectTimeout: 1000,
      commandTimeout: commandTimeoutMs,
      retryStrategy: (attempt) => Math.min(attempt * 100, 1000),
      // No offline queue: no request waits for a reconnect, and no attempt is counted after its request has ended.
      enableOfflineQueue: false,
      autoResendUnfulfilledCommands: false,
      maxRetriesPerRequest: 0,
      scripts: { take: { lua: TAKE, numberOfKeys: 1 } },
    });
    return new RedisWindow(client as WithTake, quota);
  }

  /** Connects; if that fails, says why, and goes on trying in the background. */
  async open(): Promise<void> {
    try {
      await this.redis.connect();
    } catch (error) {
      throw this.lastError ?? error;
    }
  }

  /** @throws the connection's or the server's error, after `commandTimeoutMs` at the latest; then the attempt may have counted. */
  async take(key: string): Promise<Verdict> {
    const [allowed, used, waitMicroseconds] = await this.ask(`fasttrack:limit:${key}`);
    return verdictOf(allowed === 1, this.quota.limit - used, waitMicroseconds / 1000);
  }

  close(): void {
    this.redis.disconnect();
  }

  private async ask(key: string): Promise<[allowed: number, used: number, waitMicroseconds: number]> {
    try {
      return await this.redis.take(key, this.quota.limit, this.quota.windowMs * 1000);
    } catch (error) {
      this.hangUpOnSilence(error as Error);
      throw this.lastError ?? error;
    }
  }

  /** The TCP connection of a peer that vanished stays open for many minutes: open a new one. */
  private hangUpOnSilence(error: Error): void {
    if (error.message !== 'Command timed out' || this.isHangingUp) return;
    this.isHangingUp = true;
    this.redis.disconnect(true);
  }
}
