import * as fc from 'fast-check';
import type { Quota, Verdict } from '../../src/platform/limits/verdict.js';

/** One attempt: by which key, and how long after the one before; `obey` waits as long as the last refusal asked for. */
interface Attempt {
  key: string;
  pauseMs: number | 'obey';
}

export interface Schedule {
  quota: Quota;
  attempts: Attempt[];
}

/** When a refused key may come back. */
interface Advice {
  key: string;
  until: number;
}

type Take = (key: string, nowMs: number) => Verdict | Promise<Verdict>;

/** Bursts, trickles, pauses of exactly a window and a millisecond off it, a few keys at once, clocks that step back. */
export function schedules({ longest = 120, clockStepsBack = true } = {}): fc.Arbitrary<Schedule> {
  const quotas = fc.record({
    limit: fc.oneof(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 7, max: 40 })),
    windowMs: fc.oneof(fc.integer({ min: 1, max: 50 }), fc.integer({ min: 51, max: 5000 }), fc.constant(60_000)),
  });
  return quotas.chain((quota) => {
    const pauseMs = fc.oneof(
      { weight: 6, arbitrary: fc.constant(0) },
      { weight: 6, arbitrary: fc.integer({ min: 0, max: Math.ceil((2 * quota.windowMs) / quota.limit) }) },
      { weight: 2, arbitrary: fc.integer({ min: -1, max: 1 }).map((off) => quota.windowMs + off) },
      { weight: clockStepsBack ? 1 : 0, arbitrary: fc.integer({ min: -3 * quota.windowMs, max: -1 }) },
      { weight: 2, arbitrary: fc.constant('obey' as const) },
    );
    const attempt = fc.record({ key: fc.constantFrom('ada', 'ada', 'ada', 'bob', 'cy'), pauseMs });
    const attempts = fc.array(attempt, { minLength: 1, maxLength: longest, size: 'max' });
    return fc.record({ quota: fc.constant(quota), attempts });
  });
}

/**
 * Plays a schedule and compares each verdict with the plainest limiter there is: a list of all accepted times.
 *
 * @returns how many attempts were allowed and refused
 * @throws Error that says which attempt went wrong, and how
 */
export async function play({ quota, attempts }: Schedule, take: Take): Promise<{ allowed: number; refused: number }> {
  const accepted = new Map<string, number[]>();
  let now = 1_000_000;
  let latest = -Infinity;
  let refused = 0;
  let advice: Advice | null = null;
  for (const [index, { key, pauseMs }] of attempts.entries()) {
    const obeys: Advice | null = pauseMs === 'obey' ? advice : null;
    now = obeys ? obeys.until : now + (pauseMs === 'obey' ? 0 : pauseMs);
    latest = Math.max(latest, now);
    const who: string = obeys?.key ?? key;
    const times = accepted.get(who) ?? [];
    accepted.set(who, times);
    const verdict = await take(who, now);
    const expected = expectation(times, latest, quota);
    const said = JSON.stringify(verdict);
    if (said !== JSON.stringify(expected)) throw new Error(`#${index}: ${said}, but ${JSON.stringify(expected)}`);
    if (obeys && obeys.until >= latest && !verdict.allowed) throw new Error(`#${index}: obeyed, and refused again`);
    if (verdict.allowed) times.push(latest);
    else refused += 1;
    advice = verdict.allowed ? null : { key: who, until: latest + verdict.retryAfterSeconds * 1000 };
  }
  for (const times of accepted.values()) assertNeverOver(times, quota);
  return { allowed: [...accepted.values()].reduce((sum, times) => sum + times.length, 0), refused };
}

/** @throws Error where `limit` + 1 accepted attempts lie less than a window apart */
function assertNeverOver(times: number[], { limit, windowMs }: Quota): void {
  times.forEach((time, index) => {
    const later = times[index + limit];
    if (later !== undefined && later - time < windowMs) throw new Error(`${limit + 1} within ${later - time} ms`);
  });
}

function expectation(accepted: number[], now: number, { limit, windowMs }: Quota): Verdict {
  const counting = accepted.filter((time) => time > now - windowMs);
  const allowed = counting.length < limit;
  const oldest = counting[0] ?? now;
  const resetSeconds = Math.ceil((oldest + windowMs - now) / 1000);
  return {
    allowed,
    remaining: limit - counting.length - (allowed ? 1 : 0),
    resetSeconds,
    retryAfterSeconds: allowed ? 0 : resetSeconds,
  };
}
