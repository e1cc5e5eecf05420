import type { ChangeSignals } from '../changes/change-signals.service.js';
import { type Follower } from '../changes/change-signals.service.js';

/** Somebody who waits for changes of one project. */
export class Waiting implements Follower {
  position = 0;
  private hasNews = false;
  private wake: () => void = () => undefined;

  constructor(
    readonly projectId: number,
    private readonly signals: ChangeSignals,
  ) {
    signals.follow(this);
  }

  readonly look = (): void => {
    this.hasNews = true;
    this.wake();
  };

  /** Resolves when there was a signal since the last time, when the time is up, or when the signal aborts. */
  async next(milliseconds: number, signal: AbortSignal): Promise<void> {
    if (!this.hasNews && !signal.aborted) {
      await new Promise<void>((resolve) => {
        const done = () => {
          clearTimeout(timer);
          signal.removeEventListener('abort', done);
          resolve();
        };
        const timer = setTimeout(done, milliseconds);
        signal.addEventListener('abort', done);
        this.wake = done;
      });
    }
    this.hasNews = false;
  }

  end(): void {
    this.wake();
    this.signals.unfollow(this);
  }
}
