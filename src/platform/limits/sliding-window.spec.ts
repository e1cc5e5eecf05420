import * as fc from 'fast-check';
import { until } from '../../../test/support/until.js';
import { play, schedules } from '../../../test/platform/limiter-schedules.js';
import { SlidingWindow } from './sliding-window.js';

describe('the sliding window in memory', () => {
  it('SPEC-009.2: whatever the rhythm, no window holds more than the limit, and each verdict is that of a plain list of times', async () => {
    const property = fc.asyncProperty(schedules(), async (schedule) => {
      const window = new SlidingWindow(schedule.quota);
      await play(schedule, (key, nowMs) => window.take(key, nowMs));
    });
    await fc.assert(property, { numRuns: 5000, seed: 20_261_121 });
  });

  it('lets the next attempt pass in the moment in which the oldest one is a window old, and not before', () => {
    const window = new SlidingWindow({ limit: 2, windowMs: 1000 });
    window.take('ada', 0);
    window.take('ada', 400);

    expect(window.take('ada', 999.999).allowed).toBe(false);
    expect(window.take('ada', 1000).allowed).toBe(true);
    expect(window.take('ada', 1399).allowed).toBe(false);
    expect(window.take('ada', 1400).allowed).toBe(true);
  });

  it('does not count what it refuses: who goes on knocking is let in when their time has come', () => {
    const window = new SlidingWindow({ limit: 1, windowMs: 1000 });
    window.take('ada', 0);
    for (let now = 1; now < 1000; now += 1) expect(window.take('ada', now).allowed).toBe(false);

    expect(window.take('ada', 1000).allowed).toBe(true);
  });

  it('says whole seconds to wait, rounded up, and until then how it stands', () => {
    const window = new SlidingWindow({ limit: 2, windowMs: 60_000 });

    expect(window.take('ada', 0)).toEqual({ allowed: true, remaining: 1, resetSeconds: 60, retryAfterSeconds: 0 });
    expect(window.take('ada', 500)).toEqual({ allowed: true, remaining: 0, resetSeconds: 60, retryAfterSeconds: 0 });
    expect(window.take('ada', 58_500)).toEqual({
      allowed: false,
      remaining: 0,
      resetSeconds: 2,
      retryAfterSeconds: 2,
    });
  });

  it('says that it would refuse, without counting', () => {
    const window = new SlidingWindow({ limit: 1, windowMs: 1000 });

    expect(window.refusal('ada', 0)).toBeNull();
    expect(window.take('ada', 0).allowed).toBe(true);
    expect(window.refusal('ada', 1)).toEqual({ allowed: false, remaining: 0, resetSeconds: 1, retryAfterSeconds: 1 });
    expect(window.refusal('ada', 1000)).toBeNull();
  });

  it('runs on a clock of its own, which never jumps', async () => {
    const window = new SlidingWindow({ limit: 1, windowMs: 40 });
    expect(window.take('ada').allowed).toBe(true);
    expect(window.take('ada').allowed).toBe(false);
    await until(() => window.refusal('ada') === null);

    expect(window.take('ada').allowed).toBe(true);
  });

  it('says the window and never more to a key that comes for the first time, whatever the fractions of the clock', () => {
    const window = new SlidingWindow({ limit: 2, windowMs: 60_000 });
    for (let n = 0; n < 1000; n += 1) expect(window.take(`key ${n}`, 10 * n * Math.PI).resetSeconds).toBe(60);
  });

  it('forgets keys that have been silent for two windows', () => {
    const window = new SlidingWindow({ limit: 5, windowMs: 1000 });
    for (let n = 0; n < 1000; n += 1) window.take(`stranger ${n}`, n);
    expect(window.size).toBe(1000);
    window.take('ada', 2000);
    window.take('ada', 3000);

    expect(window.size).toBe(1);
  });

  it('remembers no more keys than it may, forgets silent ones first, and never the one that keeps knocking', () => {
    const window = new SlidingWindow({ limit: 3, windowMs: 1000 }, undefined, 100);
    for (let n = 0; n < 3; n += 1) window.take('ada', 0);
    for (let n = 0; n < 900; n += 1) {
      window.take(`stranger ${n}`, n);
      expect(window.take('ada', n).allowed).toBe(false);
      expect(window.size).toBeLessThanOrEqual(100);
    }
    for (let n = 0; n < 3; n += 1) expect(window.take('stranger 899', 900).remaining).toBe(Math.max(0, 1 - n));
  });

  it('is never built with a quota that means nothing', () => {
    expect(() => new SlidingWindow({ limit: 0, windowMs: 1000 })).toThrow(RangeError);
    expect(() => new SlidingWindow({ limit: 1.5, windowMs: 1000 })).toThrow(RangeError);
    expect(() => new SlidingWindow({ limit: 1, windowMs: 0 })).toThrow(RangeError);
    expect(() => new SlidingWindow({ limit: 1, windowMs: Infinity })).toThrow(RangeError);
  });
});
