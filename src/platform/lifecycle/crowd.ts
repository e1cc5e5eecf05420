/** More than this at once is refused whatever it costs: every queue has an end. */
const MOST = 1_000;
/** So few are no crowd, however slow they are. */
const FEW = 64;
/** In milliseconds: who is let in should be answered within a second. */
const SLOW = 500;
/** In milliseconds: so long is remembered how slow answers were. */
const MEMORY = 250;

/**
 * How many requests are being worked on, and whether one more would only make all of them wait: when there are very
 * many, or many and the answers of the last moments took too long. Refusing is cheap, so that what was let in is
 * finished at full speed.
 *
 * @param now milliseconds of a clock that never goes back
 */
export class Crowd {
  private inside = 0;
  private since = 0;
  private finished = 0;
  private milliseconds = 0;
  private isSlow = false;

  constructor(private readonly now: () => number = () => performance.now()) {}

  get size(): number {
    return this.inside;
  }

  get isFull(): boolean {
    return this.inside >= MOST || (this.inside >= FEW && this.isSlow);
  }

  /** Returns what to call, once, when the request is over. */
  enter(): () => void {
    const entered = this.now();
    this.inside++;
    return () => this.leave(entered);
  }

  private leave(entered: number): void {
    const now = this.now();
    this.inside--;
    this.finished++;
    this.milliseconds += now - entered;
    if (now - this.since < MEMORY) return;
    this.isSlow = this.milliseconds / this.finished > SLOW;
    this.since = now;
    this.finished = 0;
    this.milliseconds = 0;
  }
}
