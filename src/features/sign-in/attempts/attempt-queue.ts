import { errors } from '../../../platform/errors/errors.js';

/** The maximum queue length: requests that would wait for more hashes than this are refused. */
const MAX_PER_KEY = 50;
const MAX_WAITING = 500;
/** A waiting request also retries after this time, because attempts of other instances end without a signal. */
const RECHECK_MS = 1_000;

interface Waiter {
  key: string;
  go: () => void;
}

/** Requests wait here for open attempts with the same key: first come, first served. */
export class AttemptQueue {
  private readonly waiters = new Set<Waiter>();

  /**
   * Resolves when the caller should try again.
   *
   * @throws AppError `overloaded`
   */
  async wait(key: string): Promise<void> {
    const before = [...this.waiters].filter((waiter) => waiter.key === key).length;
    if (before >= MAX_PER_KEY || this.waiters.size >= MAX_WAITING) throw errors.overloaded();
    await new Promise<void>((resolve) => {
      const go = () => {
        clearTimeout(timer);
        this.waiters.delete(waiter);
        resolve();
      };
      const timer = setTimeout(go, RECHECK_MS);
      const waiter = { key, go };
      this.waiters.add(waiter);
    });
  }

  /** An attempt with this key has ended: the request that has waited longest tries again. */
  next(key: string): void {
    for (const waiter of this.waiters) if (waiter.key === key) return waiter.go();
  }
}
