import { errors } from '../../platform/errors/errors.js';

/** Whoever would wait for longer than this many hashes take is better told to come again. */
const MOST_OF_ONE_KEY = 50;
const MOST = 500;
/** Somebody on another instance may have left without our hearing of it. */
const LOOK_AGAIN_MS = 1_000;

interface Waiter {
  key: string;
  go: () => void;
}

/** Where requests wait for others that are counted together with them: first come, first served. */
export class WaitingRoom {
  private readonly waiters = new Set<Waiter>();

  /**
   * Resolves when it may be one's turn.
   *
   * @throws AppError `overloaded`
   */
  async wait(key: string): Promise<void> {
    const before = [...this.waiters].filter((waiter) => waiter.key === key).length;
    if (before >= MOST_OF_ONE_KEY || this.waiters.size >= MOST) throw errors.overloaded();
    await new Promise<void>((resolve) => {
      const go = () => {
        clearTimeout(timer);
        this.waiters.delete(waiter);
        resolve();
      };
      const timer = setTimeout(go, LOOK_AGAIN_MS);
      const waiter = { key, go };
      this.waiters.add(waiter);
    });
  }

  /** Somebody with this key is done: whoever has waited longest may look. */
  next(key: string): void {
    for (const waiter of this.waiters) if (waiter.key === key) return waiter.go();
  }
}
