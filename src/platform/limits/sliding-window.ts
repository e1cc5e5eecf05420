import { performance } from 'node:perf_hooks';
import { verdictOf, type Limiter, type Quota, type Verdict } from './verdict.js';

/** A key takes about 0.4 KiB, and 8 bytes for each accepted attempt beyond the fourth. */
const MAX_KEYS = 100_000;

/** The accepted attempts of one key, oldest first: a ring of times that grows up to the limit. */
class Ring {
  count = 0;
  private head = 0;
  private times: Float64Array;

  constructor(private readonly limit: number) {
    this.times = new Float64Array(Math.min(limit, 4));
  }

  get oldest(): number {
    return this.times[this.head]!;
  }

  push(time: number): void {
    if (this.count === this.times.length) this.grow();
    this.times[(this.head + this.count) % this.times.length] = time;
    this.count += 1;
  }

  dropOldest(): void {
    this.head = (this.head + 1) % this.times.length;
    this.count -= 1;
  }

  private grow(): void {
    const wider = new Float64Array(Math.min(this.limit, this.times.length * 2));
    wider.set(this.times.subarray(this.head));
    wider.set(this.times.subarray(0, this.head), this.times.length - this.head);
    this.times = wider;
    this.head = 0;
  }
}

/**
 * An exact sliding window in memory: of one key, never more than `limit` attempts are accepted in any half-open window
 * of `windowMs`. A refused attempt does not count. Each accepted attempt is stored once and dropped once, so an
 * attempt costs O(1) on average, whatever the limit.
 *
 * Keys live in two generations. A key that is used moves into the fresh one; when that is as old as the window, nothing
 * in the aged one can count any more, and it is dropped as a whole. So memory needs no sweep, and is bounded by the keys
 * of two windows; also by `mostKeys`, at least 2: a fresh generation that holds half of them ages at once. Then keys are
 * forgotten although they still count, but only ones that were silent while half of `mostKeys` others were not.
 *
 * @spec SPEC-009.2, SPEC-009.3
 */
export class SlidingWindow implements Limiter {
  private fresh = new Map<string, Ring>();
  private aged = new Map<string, Ring>();
  private freshSince = -Infinity;
  private latest = -Infinity;

  /** @throws RangeError if the quota lets nothing pass or isn't finite. */
  constructor(
    private readonly quota: Quota,
    private readonly clock: () => number = () => performance.now(),
    private readonly mostKeys = MAX_KEYS,
  ) {
    if (!Number.isSafeInteger(quota.limit) || quota.limit < 1) throw new RangeError('A limit is a positive integer.');
    if (!Number.isFinite(quota.windowMs) || quota.windowMs <= 0) throw new RangeError('A window lasts some time.');
  }

  /** How many keys are remembered. */
  get size(): number {
    return this.fresh.size + this.aged.size;
  }

  /** Counts one attempt, if it is allowed. `nowMs` may start anywhere, and must not run backwards: then it stands still. */
  take(key: string, nowMs = this.clock()): Verdict {
    const now = this.advance(nowMs);
    const ring = this.touch(key);
    this.expire(ring, now);
    const allowed = ring.count < this.quota.limit;
    if (allowed) ring.push(now);
    return this.verdict(ring, allowed, now);
  }

  /** What `take` would refuse with now, or null if it would allow. Counts nothing. */
  refusal(key: string, nowMs = this.clock()): Verdict | null {
    const ring = this.fresh.get(key) ?? this.aged.get(key);
    if (!ring) return null;
    const now = this.advance(nowMs);
    this.expire(ring, now);
    return ring.count < this.quota.limit ? null : this.verdict(ring, false, now);
  }

  private verdict(ring: Ring, allowed: boolean, now: number): Verdict {
    return verdictOf(allowed, this.quota.limit - ring.count, this.quota.windowMs - (now - ring.oldest));
  }

  private expire(ring: Ring, now: number): void {
    while (ring.count > 0 && now - ring.oldest >= this.quota.windowMs) ring.dropOldest();
  }

  private advance(nowMs: number): number {
    if (nowMs > this.latest) this.latest = nowMs;
    if (this.latest - this.freshSince >= this.quota.windowMs) this.turn();
    return this.latest;
  }

  private turn(): void {
    this.aged = this.fresh;
    this.fresh = new Map();
    this.freshSince = this.latest;
  }

  private touch(key: string): Ring {
    const known = this.fresh.get(key);
    if (known) return known;
    const ring = this.aged.get(key) ?? new Ring(this.quota.limit);
    this.aged.delete(key);
    if (this.fresh.size >= this.mostKeys / 2) this.turn();
    this.fresh.set(key, ring);
    return ring;
  }
}
