import type { TestingModule } from '@nestjs/testing';
import { Database } from '../../src/platform/database/database.js';
import { Courier } from '../../src/platform/events/courier.js';
import { COURIER_LOCK } from '../../src/platform/events/deliveries/transactional-deliveries.js';
import { Events } from '../../src/platform/events/events.js';
import { BellRang, FloodCame, GongRang, Listeners, outside } from '../support/bells.js';
import { CourierStage, HEARD, record, valuesOf, WAITING } from '../support/courier-stage.js';
import { until } from '../support/until.js';

const stage = new CourierStage();
const { running } = stage;

beforeEach(() => stage.open());
afterEach(() => stage.close());

describe('The courier', () => {
  test('SPEC-011.3, SPEC-011.14: delivers what is committed, once, in order, and nothing else', async () => {
    const [module] = running as [TestingModule];
    await record(module, [new BellRang({ tone: 1 }), new BellRang({ tone: 2 })]);
    const failing = module.get(Database).transaction(async () => {
      await module.get(Events).record(null, new BellRang({ tone: 666 }));
      throw new Error('on second thoughts');
    });
    await expect(failing).rejects.toThrow('on second thoughts');
    await record(module, [new BellRang({ tone: 3 })]);
    await module.get(Courier).idle();
    expect(await valuesOf(module, HEARD)).toEqual([1, 2, 3]);
    expect(await valuesOf(module, WAITING)).toEqual([0]);
  });

  test('SPEC-011.22: brings a handler on request what was asked for, once, and nothing else', async () => {
    const [module] = running as [TestingModule];
    await record(module, [new GongRang({ tone: 1 }), new GongRang({ tone: 2 })]);
    await module.get(Courier).idle();
    expect(outside.heard).toEqual([1, 2]);
    const [, second] = (await valuesOf(module, 'SELECT id AS value FROM events ORDER BY id')) as [number, number];
    await module.get(Database).transaction(async () => {
      for (const ids of [[second], [second]]) await module.get(Events).request('echo', ids);
    });
    await module.get(Courier).idle();
    expect(outside.heard).toEqual([1, 2, -2]);
    await expect(module.get(Events).request('nobody', [second])).rejects.toThrow('Nobody is called nobody');
  });

  test('SPEC-011.6: of several instances share the work, each event once, in order', async () => {
    const modules = [running[0] as TestingModule, await stage.instance(), await stage.instance()];
    const facts = Array.from({ length: 300 }, (_, tone) => new BellRang({ tone }));
    await Promise.all(
      modules.map(async (module, nth) => {
        for (const fact of facts.filter((_, index) => index % 3 === nth)) await record(module, [fact]);
      }),
    );
    await Promise.all(modules.map((module) => module.get(Courier).idle()));
    const heard = await valuesOf(modules[0] as TestingModule, HEARD);
    expect([...heard].sort((a, b) => Number(a) - Number(b))).toEqual(facts.map(({ data }) => data.tone));
  });

  test('SPEC-011.6: of an instance that finds another at work comes back soon, and is not idle before', async () => {
    const [module] = running as [TestingModule];
    const db = module.get(Database);
    let idle: Promise<void> | undefined;
    await db.transaction(async () => {
      await db.query('SELECT pg_advisory_xact_lock($1)', [COURIER_LOCK]);
      await db.outside(() => record(module, [new BellRang({ tone: 1 })]));
      idle = db.outside(() => module.get(Courier).idle());
      await new Promise((resolve) => setTimeout(resolve, 100));
      expect(await valuesOf(module, HEARD)).toEqual([]);
    });
    await idle;
    expect(await valuesOf(module, HEARD)).toEqual([1]);
  });

  test('SPEC-011.5: sets aside what fails, and delivers everything around it', async () => {
    const [module] = running as [TestingModule];
    await record(
      module,
      [1, 2, -1, 3, 4].map((tone) => new BellRang({ tone })),
    );
    await module.get(Courier).idle();
    expect(await valuesOf(module, HEARD)).toEqual([1, 2, -1, 3, 4]);
    expect(await valuesOf(module, 'SELECT round(root * root) AS value FROM measured')).toEqual([1, 2, 3, 4]);
    const waiting = await valuesOf(module, "SELECT subscriber || ' ' || attempts AS value FROM deliveries");
    expect(waiting).toEqual(['measure 1']);
    const errors = await valuesOf(module, 'SELECT last_error AS value FROM deliveries WHERE due_at > now()');
    expect(errors).toEqual([expect.stringContaining('square root')]);
  });

  test('SPEC-011.5: calls it dead after the last try, and leaves it for people to see', async () => {
    const [module] = running as [TestingModule];
    await record(module, [new BellRang({ tone: -1 })]);
    await module.get(Courier).idle();
    for (let attempt = 0; attempt < 25; attempt++) {
      await module.get(Database).execute('UPDATE deliveries SET due_at = now() WHERE dead_at IS NULL');
      await module.get(Courier).idle();
    }
    expect(await valuesOf(module, 'SELECT attempts AS value FROM deliveries WHERE dead_at IS NOT NULL')).toEqual([20]);
  });

  test('SPEC-011.4: repeats what could not be said outside', async () => {
    const [module] = running as [TestingModule];
    let tries = 0;
    outside.call = () => (++tries < 3 ? Promise.reject(new Error('busy')) : Promise.resolve());
    await record(module, [new GongRang({ tone: 7 })]);
    while (outside.heard.length === 0) {
      await module.get(Database).execute('UPDATE deliveries SET due_at = now() WHERE attempts > 0');
      await module.get(Courier).idle();
    }
    expect([outside.heard, tries]).toEqual([[7], 3]);
    expect(await valuesOf(module, WAITING)).toEqual([0]);
  });

  test('SPEC-011.2: lets nobody wait for what is slow outside', async () => {
    const [module] = running as [TestingModule];
    let finish: (() => void) | undefined;
    outside.call = () => new Promise((resolve) => (finish = resolve));
    await record(module, [new GongRang({ tone: 7 })]);
    await record(module, [new BellRang({ tone: 8 })]);
    await until(async () => (await valuesOf(module, HEARD)).length === 2 && finish !== undefined);
    expect(outside.heard).toEqual([]);
    finish?.();
    await until(() => outside.heard.length > 0);
    expect(outside.heard).toEqual([7]);
  });

  test('SPEC-011.19: lets nothing wait behind a flood of what may wait', async () => {
    const [module] = running as [TestingModule];
    const begun: number[] = [];
    let finish: () => void = () => undefined;
    const flood = new Promise<void>((resolve) => (finish = resolve));
    outside.call = (tone) => (begun.push(tone) > 0 && tone < 100 ? flood : Promise.resolve());
    await record(
      module,
      Array.from({ length: 30 }, (_, tone) => new FloodCame({ tone })),
    );
    await record(module, [new GongRang({ tone: 100 })]);
    await until(() => outside.heard.length > 0 && begun.length >= 6);
    expect([outside.heard, begun.length]).toEqual([[100], 6]);
    finish();
    await module.get(Courier).idle();
    expect(outside.heard).toHaveLength(31);
  });

  test('SPEC-011.7: takes up what a process that died had begun', async () => {
    const [module] = running as [TestingModule];
    const db = module.get(Database);
    await db.execute("INSERT INTO events (type, data) VALUES ('gong.rang', '{\"tone\": 9}')");
    const lease = "id, 'call', true, now() + interval '200 ms'";
    await db.execute(`INSERT INTO deliveries (event_id, subscriber, outside, due_at) SELECT ${lease} FROM events`);
    await until(() => outside.heard.length > 0);
    expect(outside.heard).toEqual([9]);
  });

  test('SPEC-011.13: runs a sweep on one instance at a time', async () => {
    const [first] = running as [TestingModule];
    const second = await stage.instance();
    await Promise.all([first.get(Courier).idle(), second.get(Courier).idle()]);
    expect(first.get(Listeners).sweeps + second.get(Listeners).sweeps).toBeGreaterThan(0);
    expect(await valuesOf(first, "SELECT count(*) AS value FROM schedules WHERE name = 'sweep'")).toEqual([1]);
    expect(second.get(Listeners).sweeps).toBeLessThanOrEqual(1);
  });
});
