import type { AdmissionSlot } from '../request/admission-slot.js';

/** The upper limit, even while responses are fast. */
const MAX_ADMITTED = 1_000;
/** The lower limit, however slow responses are. */
const MIN_ADMITTED = 64;
/** In milliseconds: accepted requests should be answered well within a second. */
const SLOW_MS = 100;
/** In milliseconds: how often the limit is adjusted. */
const INTERVAL_MS = 100;
/** By how much it grows each time. */
const GROWTH = MIN_ADMITTED / 4;
/** In seconds: how long refused clients are asked to stay away, at most. */
export const LONGEST_AWAY = 4;

/**
 * Limits the number of concurrent requests. The limit starts at a thousand. While responses are slow, it is again and
 * again set to half of the requests there are; while they are fast, and while nothing is being processed, it grows by a
 * few (additive increase, multiplicative decrease, as in RFC 5681): whoever comes back after `Retry-After` finds room.
 * Refusing is cheap, so accepted requests are finished. A request that waits for something else, such as the rest of
 * its body, only counts for the upper limit.
 *
 * @param most as many as can wait for the database: a refusal there would come later, and cost more
 * @param now milliseconds of a clock that never goes back
 */
export class AdmissionControl {
  readonly most: number;
  private inside = 0;
  private working = 0;
  private room: number;
  private since = 0;
  /** When the last request that was being processed paused or left. */
  private idleSince: number;
  private finished = 0;
  private milliseconds = 0;
  private refused = 0;
  private away = 1;

  constructor(
    most = MAX_ADMITTED,
    private readonly now: () => number = () => performance.now(),
  ) {
    this.most = Math.min(most, MAX_ADMITTED);
    this.room = this.most;
    this.idleSince = this.now();
  }

  get size(): number {
    return this.inside;
  }

  /** Accepted requests that are being processed and not paused. */
  get atWork(): number {
    return this.working;
  }

  get isFull(): boolean {
    return this.working >= this.room || this.inside >= this.most;
  }

  /**
   * Counts a refusal.
   *
   * @returns how many seconds the client should stay away: as many as there are refusals for each request that is
   *   answered, within bounds. Refusals cost little, but a slow machine can only answer so many.
   */
  refuse(): number {
    this.refused++;
    return this.away;
  }

  enter(): AdmissionSlot {
    if (this.working === 0) this.growAfterIdling();
    this.inside++;
    return new Admission(this, this.now);
  }

  /** Of an accepted request: its work goes on, or waits for something else. */
  count(change: 1 | -1): void {
    this.working += change;
    if (this.working === 0) this.idleSince = this.now();
  }

  /** An accepted request is over, after so much work; null if the work never began or was aborted. */
  leave(milliseconds: number | null): void {
    this.inside--;
    if (milliseconds === null) return; // it says nothing about load
    const now = this.now();
    this.finished++;
    this.milliseconds += milliseconds;
    if (now - this.since < INTERVAL_MS) return;
    const isSlow = this.milliseconds / this.finished > SLOW_MS;
    this.room = isSlow ? Math.max(MIN_ADMITTED, Math.min(this.room, this.working) / 2) : this.grown(1);
    this.away = Math.min(LONGEST_AWAY, Math.max(1, Math.round(this.refused / this.finished)));
    this.since = now;
    this.finished = 0;
    this.milliseconds = 0;
    this.refused = 0;
  }

  private growAfterIdling(): void {
    const intervals = Math.floor((this.now() - this.idleSince) / INTERVAL_MS);
    this.room = this.grown(intervals);
    if (intervals === 0) return;
    this.away = 1;
    this.refused = 0;
  }

  private grown(intervals: number): number {
    return Math.min(this.most, this.room + intervals * GROWTH);
  }
}

/** One accepted request, and the clock of its work. */
class Admission implements AdmissionSlot {
  private milliseconds = 0;
  private pauses = 0;
  private isOver = false;
  private since: number;

  constructor(
    private readonly control: AdmissionControl,
    private readonly now: () => number,
  ) {
    this.since = now();
    control.count(1);
  }

  pause(): void {
    if (this.isOver || this.pauses++ > 0) return;
    this.milliseconds += this.now() - this.since;
    this.control.count(-1);
  }

  resume(): void {
    if (this.isOver || this.pauses === 0 || --this.pauses > 0) return;
    this.since = this.now();
    this.control.count(1);
  }

  release(): void {
    if (this.isOver) return;
    const isAtWork = this.pauses === 0;
    this.pause();
    this.isOver = true;
    this.control.leave(isAtWork ? this.milliseconds : null);
  }
}
