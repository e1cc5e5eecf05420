const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** After the first, second … failed attempt; after the last of them, a delivery is given up. */
const PAUSES = [5 * SECOND, 5 * MINUTE, 30 * MINUTE, ...[2, 5, 10, 14, 20, 24].map((hours) => hours * HOUR)];

/** So that failures at one moment are not retried at one moment. */
const SPREAD = 0.2;

/**
 * When a delivery is tried again, after so many failed attempts before this one; null where it is given up.
 *
 * @spec SPEC-037.10
 */
export function nextAttempt(failedBefore: number, now: Date): Date | null {
  const pause = PAUSES[failedBefore];
  if (pause === undefined) return null;
  return new Date(now.getTime() + pause * (1 - SPREAD + 2 * SPREAD * Math.random()));
}
