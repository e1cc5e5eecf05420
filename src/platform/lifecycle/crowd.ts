/** Every queue has an end, also while all is quick. */
const MOST = 1_000;
/** So few are no crowd, however slow they are. */
const FEW = 64;
/** In milliseconds: who is let in should be answered well within a second. */
const SLOW = 100;
/** In milliseconds: so often the room is looked at anew. */
const PACE = 100;

/**
 * How many requests are being worked on, and whether one more would only make all of them wait. There is room for a
 * thousand, until answers get slow: then for half as many, again and again, and for a few more while they are quick
 * (additive increase, multiplicative decrease, as in RFC 5681). Refusing is cheap, so what was let in is finished.
 *
 * @param most as many as can wait for the database: a refusal there would come later, and cost more
 * @param now milliseconds of a clock that never goes back
 */
export class Crowd {
  private readonly most: number;
  private inside = 0;
  private room: number;
  private since = 0;
  private finished = 0;
  private milliseconds = 0;

  constructor(
    most = MOST,
    private readonly now: () => number = () => performance.now(),
  ) {
    this.most = Math.min(most, MOST);
    this.room = this.most;
  }

  get size(): number {
    return this.inside;
  }

  get isFull(): boolean {
    return this.inside >= this.room;
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
    if (now - this.since < PACE) return;
    const isSlow = this.milliseconds / this.finished > SLOW;
    this.room = isSlow ? Math.max(FEW, this.room / 2) : Math.min(this.most, this.room + FEW / 4);
    this.since = now;
    this.finished = 0;
    this.milliseconds = 0;
  }
}
