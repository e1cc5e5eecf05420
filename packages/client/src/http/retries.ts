import type { ApiError } from '../api-error.js';
import { pause } from './pause.js';

/** How often, and for how long, a call is tried again. */
export interface RetryLimits {
  /** All tries together. */
  tries: number;
  /** No try begins later than this many milliseconds after the first. */
  totalMs: number;
}

export const RETRY_LIMITS: RetryLimits = { tries: 5, totalMs: 30_000 };
const FIRST_PAUSE_MS = 200;

/** Decides whether and when a call that failed is sent again. */
export class Retries {
  private readonly began = Date.now();
  private tried = 0;
  /** Whether an earlier try may have been carried out although its answer was lost. */
  isUncertain = false;

  constructor(
    private readonly limits: RetryLimits,
    private readonly isRepeatable: boolean,
  ) {}

  /** Returns when it is time to try again. @throws the error where it isn't */
  async after(error: ApiError, signal?: AbortSignal): Promise<void> {
    this.isUncertain ||= error.isUnreachable || error.status >= 500;
    this.tried++;
    const wait = this.waitAfter(error);
    const isLate = Date.now() - this.began + wait > this.limits.totalMs;
    if (!this.isRepeatable || !isPassing(error) || this.tried >= this.limits.tries || isLate) throw error;
    await pause(wait, signal);
  }

  /** What the program says, or a pause that doubles, with some chance in it so that clients don't come back together. */
  private waitAfter({ retryAfter }: ApiError): number {
    return retryAfter === undefined
      ? FIRST_PAUSE_MS * 2 ** (this.tried - 1) * (0.5 + Math.random())
      : retryAfter * 1000;
  }
}

/** Whether the same call can succeed a little later. */
export function isPassing({ status, code }: ApiError): boolean {
  return [0, 408, 429, 502, 503, 504].includes(status) || code === 'idempotency_in_progress';
}
