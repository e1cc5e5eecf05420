/** A quota: `limit` attempts in any half-open window of `windowMs` milliseconds. */
export interface Quota {
  limit: number;
  windowMs: number;
}

/** The result of one attempt. */
export interface Verdict {
  allowed: boolean;
  /** How many more attempts would be allowed now. */
  remaining: number;
  /** Whole seconds until one more would pass than now: until the oldest accepted attempt leaves the window. */
  resetSeconds: number;
  /** Whole seconds after which one attempt passes, if nothing else is sent before; 0 for an allowed one. */
  retryAfterSeconds: number;
}

/** A limit that counts attempts by key, in this process or beyond it. */
export interface Limiter {
  take(key: string): Verdict | Promise<Verdict>;
}

/** `waitMs` is the time until the oldest accepted attempt that still counts leaves the window. */
export function verdictOf(allowed: boolean, remaining: number, waitMs: number): Verdict {
  const resetSeconds = Math.ceil(waitMs / 1000);
  return { allowed, remaining: Math.max(0, remaining), resetSeconds, retryAfterSeconds: allowed ? 0 : resetSeconds };
}
