import { freePort } from '@fasttrack/embedded-postgres-server/free-port';
import { PostgresSignals } from '../../src/platform/realtime/signals/postgres-signals.js';
import { Realtime } from '../../src/platform/realtime/realtime.js';
import { Signals } from '../../src/platform/realtime/signals/signals.js';
import { startApp, startBeside, type TestApp } from '../support/app.js';
import { LiveClient } from '../support/live-client.js';
import type { Person } from '../support/people.js';
import { tell, upTo } from '../support/tell.js';
import { until } from '../support/until.js';
import { hasRedisServer, RedisServer } from './redis-server.js';

if (!hasRedisServer)
  it('is not tried with Redis: this machine has no redis-server', () => {
    expect(hasRedisServer).toBe(false);
  });
else
  describe('two instances that tell each other by Redis', () => {
    let redis: RedisServer;
    let port: number;
    let one: TestApp;
    let two: TestApp;
    let ann: Person;

    beforeAll(async () => {
      port = await freePort();
      redis = await new RedisServer().start(port);
      one = await startApp({ REDIS_URL: `redis://127.0.0.1:${port}` });
      two = await startBeside(one, { REDIS_URL: `redis://127.0.0.1:${port}` });
    });
    beforeEach(async () => {
      ann = await one.person('Ann');
      await live();
    });
    afterEach(() => LiveClient.closeAll());
    afterAll(async () => {
      await two.stop();
      await one.stop();
      await redis.remove();
    });

    async function live(): Promise<void> {
      await until(() => [one, two].every((app) => app.get(Signals).isLive));
    }

    it('SPEC-010.12: every window hears everything in order, whichever instance it is connected to', async () => {
      expect(one.get(Signals)).not.toBeInstanceOf(PostgresSignals);
      const here = await LiveClient.of(one.as(ann));
      const there = await LiveClient.of(two.as(ann));
      // By hints alone: nobody looks into the log now and then.
      for (const app of [one, two]) app.get(Realtime).beforeApplicationShutdown();
      for (let round = 0; round < 20; round++) await tell(round % 2 ? one : two, ann, 3);
      await Promise.all([here.hears(60), there.hears(60)]);
      expect([here.seqs, there.seqs]).toEqual([upTo(60), upTo(60)]);
      expect(await redis.calls('publish')).toBeGreaterThan(0);
      for (const app of [one, two]) app.get(Realtime).onApplicationBootstrap();
    });

    it('SPEC-010.32: while Redis is away notifications are late, and none is lost', async () => {
      const there = await LiveClient.of(two.as(ann));
      await redis.kill();
      await tell(one, ann, 2);
      await there.hears(2);
      await redis.start(port);
      await live();
      await tell(one, ann);
      await there.hears(3);
      expect(there.seqs).toEqual([1, 2, 3]);
    });
  });
