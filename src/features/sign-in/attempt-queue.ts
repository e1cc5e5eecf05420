import { errors } from '../../platform/errors/errors.js';

/** Whoever would wait for longer than this many hashes take is better told to come again. */
const MAX_PER_KEY = 50;
const MAX_WAITING = 500;
/** Somebody on another instance may have left without our hearing of it. */
const RECHECK_MS = 1_000;

interface Waiter {
  key: string;
  go: () => void;
}

/** Where requests wait for others that are counted together with them: first come, first served. */
export class AttemptQueue {
  private readonly waiters = new Set<Waiter>();

  /**
   * Resolves when it may be one's turn.
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

  /** Somebody with this key is done: whoever has waited longest may look. */
  next(key: string): void {
    for (const waiter of this.waiters) if (waiter.key === key) return waiter.go();
  }
}
