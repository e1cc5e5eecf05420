import * as fc from 'fast-check';
import { Redis } from 'ioredis';
import { play, schedules } from '../../../test/platform/limiter-schedules.js';
import { hasRedisServer, RedisServer } from '../../../test/platform/redis-server.js';
import { until } from '../../../test/support/until.js';
import { RedisWindow, TAKE } from './redis-window.js';
import { verdictOf, type Quota, type Verdict } from './verdict.js';

/** On a busy machine Redis may be late without being away. */
const PATIENT_MS = 60_000;

if (!hasRedisServer)
  it('is not tried here: this machine has no redis-server', () => {
    expect(hasRedisServer).toBe(false);
  });
else
  describe('the sliding window in Redis', () => {
    let server: RedisServer;
    let client: Redis;
    const open: RedisWindow[] = [];

    beforeAll(async () => {
      server = await new RedisServer().start();
      client = new Redis(server.url);
    });
    afterEach(() => {
      for (const window of open.splice(0)) window.close();
    });
    afterAll(async () => {
      client.disconnect();
      await server.remove();
    });

    async function windowOf(quota: Quota): Promise<RedisWindow> {
      const window = await RedisWindow.at(server.url, quota, PATIENT_MS);
      await window.open();
      open.push(window);
      return window;
    }

    /** The script itself, but for the clock, which the test holds in its hand; keys must not expire by another one. */
    async function takeAt(key: string, nowMs: number, { limit, windowMs }: Quota): Promise<Verdict> {
      const script = TAKE.replace("redis.call('TIME')", '{ ARGV[3], ARGV[4] }').replace(
        /'PEXPIRE'.*/,
        "'PERSIST', KEYS[1])",
      );
      const now = [1_700_000_000 + Math.floor(nowMs / 1000), (nowMs % 1000) * 1000];
      const answer = await client.eval(script, 1, key, limit, windowMs * 1000, ...now);
      const [allowed, used, wait] = answer as [number, number, number];
      return verdictOf(allowed === 1, limit - used, wait / 1000);
    }

    it('says exactly what a plain list of times would, on any schedule', async () => {
      let run = 0;
      const property = fc.asyncProperty(schedules({ longest: 60, clockStepsBack: false }), async (schedule) => {
        run += 1;
        await play(schedule, (who, nowMs) => takeAt(`schedule:${run}:${who}`, nowMs, schedule.quota));
      });
      await fc.assert(property, { numRuns: 300, seed: 20_261_121 });
    });

    it('is not deceived by a clock that steps back, and says how long that takes', async () => {
      const quota = { limit: 2, windowMs: 60_000 };
      await takeAt('back', 100_000, quota);
      expect((await takeAt('back', 50_000, quota)).allowed).toBe(true);
      expect(await takeAt('back', 50_000, quota)).toMatchObject({ allowed: false, retryAfterSeconds: 110 });
      expect((await takeAt('back', 159_999, quota)).allowed).toBe(false);

      expect(await takeAt('back', 160_000, quota)).toMatchObject({ allowed: true, remaining: 1 });
    });

    it('accepts the limit and not one more, from any number of instances at once', async () => {
      const quota = { limit: 50, windowMs: 60_000 };
      const instances = await Promise.all([1, 2, 3, 4].map(() => windowOf(quota)));
      const verdicts = await Promise.all(
        Array.from({ length: 400 }, (_, n) => instances[n % instances.length]!.take('crowd')),
      );

      expect(verdicts.filter(({ allowed }) => allowed)).toHaveLength(50);
      expect(new Set(verdicts.filter(({ allowed }) => allowed).map(({ remaining }) => remaining)).size).toBe(50);
    });

    it('never accepts one more than the limit in any window, while it slides', async () => {
      const quota = { limit: 7, windowMs: 150 };
      const instances = await Promise.all([1, 2].map(() => windowOf(quota)));
      const accepted: { began: number; ended: number }[] = [];
      const enough = 6 * quota.limit;
      const knock = async (window: RedisWindow) => {
        while (accepted.length < enough) {
          const began = performance.now();
          if ((await window.take('slide')).allowed) accepted.push({ began, ended: performance.now() });
        }
      };
      await Promise.all([...instances, ...instances, ...instances].map(knock));

      accepted.sort((a, b) => a.began - b.began);
      for (const [index, { began }] of accepted.entries()) {
        const group = accepted.slice(index, index + quota.limit + 1);
        const surelyWithin = Math.max(...group.map(({ ended }) => ended)) - began;
        if (group.length > quota.limit) expect(surelyWithin).toBeGreaterThanOrEqual(quota.windowMs);
      }
    });

    it('lets those in who obey its Retry-After', async () => {
      const quota = { limit: 2, windowMs: 1000 };
      await takeAt('patient', 0, quota);
      await takeAt('patient', 300, quota);
      const refused = await takeAt('patient', 310, quota);
      expect(refused).toEqual({ allowed: false, remaining: 0, resetSeconds: 1, retryAfterSeconds: 1 });

      expect((await takeAt('patient', 310 + refused.retryAfterSeconds * 1000, quota)).allowed).toBe(true);
    });

    it('leaves nothing behind when the window is over', async () => {
      await (await windowOf({ limit: 2, windowMs: 60_000 })).take('staying');
      await (await windowOf({ limit: 2, windowMs: 80 })).take('going');

      expect(await client.pttl('fasttrack:limit:staying')).toBeGreaterThan(0);
      await until(async () => (await client.exists('fasttrack:limit:going')) === 0);
    });

    it('waits for enough to leave where the limit has been lowered', async () => {
      for (const nowMs of [0, 0, 1100]) await takeAt('lowered', nowMs, { limit: 3, windowMs: 2000 });

      const strict = await takeAt('lowered', 1200, { limit: 1, windowMs: 2000 });
      expect(strict).toMatchObject({ allowed: false, remaining: 0, retryAfterSeconds: 2 });
    });

    it('goes on when Redis has forgotten the script', async () => {
      const window = await windowOf({ limit: 3, windowMs: 1000 });
      await window.take('flushed');
      await client.script('FLUSH');

      expect((await window.take('flushed')).remaining).toBe(1);
    });
  });
