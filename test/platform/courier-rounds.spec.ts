import type { TestingModule } from '@nestjs/testing';
import pg from 'pg';
import { Database } from '../../src/platform/database/database.js';
import { Courier } from '../../src/platform/events/courier.js';
import { Events } from '../../src/platform/events/events.js';
import { Scheduler } from '../../src/platform/events/schedules/scheduler.js';
import { TransactionalDeliveries } from '../../src/platform/events/deliveries/transactional-deliveries.js';
import { BellRang, GongRang, outside } from '../support/bells.js';
import { CourierStage, HEARD, record, valuesOf, WAITING } from '../support/courier-stage.js';
import { until } from '../support/until.js';

const stage = new CourierStage();
const { running } = stage;

beforeEach(() => stage.open());
afterEach(() => stage.close());

describe('A round of the courier', () => {
  test('SPEC-011.24: makes one delivery for all that write rows, which only they are asked of one by one if it fails', async () => {
    const [module] = running as [TestingModule];
    const db = module.get(Database);
    const lanes = "SELECT subscriber || ' ' || outside || ' ' || bulk AS value FROM deliveries ORDER BY subscriber";
    await db.transaction(async () => {
      await module.get(Events).record(null, new BellRang({ tone: -2 }));
      await module.get(Events).record(null, new GongRang({ tone: 2 }));
      expect(await valuesOf(module, lanes)).toEqual(['* false true', '* false true', 'call true false']);
    });
    await module.get(Courier).idle();
    expect(await valuesOf(module, lanes)).toEqual(['measure false false']);
    expect(await valuesOf(module, HEARD)).toEqual([-2, 2]);
  });

  test('SPEC-011.25: asks all that write rows at the same time, so that what they write travels together', async () => {
    const [module] = running as [TestingModule];
    await module.get(Database).transaction(async () => {
      for (const tone of [1, 4, 9]) await module.get(Events).record(null, new BellRang({ tone }));
    });
    const query = jest.spyOn(pg.Client.prototype, 'query');
    await module.get(Courier).idle();
    const sent = query.mock.calls.map(
      ([batch]) => (batch as unknown as { statements?: { text: string }[] }).statements,
    );
    query.mockRestore();
    const written = sent.map((all) => all?.map(({ text }) => /INSERT INTO (heard|measured)/.exec(text)?.[1]).sort());
    expect(written.filter((all) => all?.includes('heard'))).toEqual([1, 4, 9].map(() => ['heard', 'measured']));
    expect(await valuesOf(module, HEARD)).toEqual([1, 4, 9]);
    expect(await valuesOf(module, 'SELECT root AS value FROM measured ORDER BY root')).toEqual([1, 2, 3]);
  });

  test('SPEC-011.24: delivers what the version before has queued for each of them, in the order of all', async () => {
    const [module] = running as [TestingModule];
    const db = module.get(Database);
    await db.transaction(async () => {
      for (const tone of [1, 2, 3, 4]) {
        await module.get(Events).record(null, new BellRang({ tone }));
        if (tone % 2 === 1) continue;
        await db.execute(`
          WITH joint AS (DELETE FROM deliveries WHERE event_id = (SELECT max(id) FROM events) RETURNING event_id, due_at)
          INSERT INTO deliveries (event_id, subscriber, outside, due_at)
          SELECT event_id, name, false, due_at FROM joint, unnest(ARRAY['write', 'measure']) AS name`);
      }
    });
    await module.get(Courier).idle();
    expect(await valuesOf(module, HEARD)).toEqual([1, 2, 3, 4]);
    expect(await valuesOf(module, 'SELECT round(root * root) AS value FROM measured')).toEqual([1, 2, 3, 4]);
    expect(await valuesOf(module, WAITING)).toEqual([0]);
  });

  test('SPEC-011.7: looks for what waits outside also while there is always something to write', async () => {
    const [module] = running as [TestingModule];
    await record(module, [new GongRang({ tone: 1 })]);
    await module.get(Courier).idle();
    await module.get(Database).execute(`
      INSERT INTO deliveries (event_id, subscriber, outside) SELECT id, 'echo', true FROM events`);
    await until(async () => {
      await record(module, [new BellRang({ tone: 2 })]);
      return outside.heard.includes(-1);
    });
  });

  test('SPEC-011.26: delivers first, and then does what the clock asks for', async () => {
    const [module] = running as [TestingModule];
    await module.get(Courier).idle();
    const delivering = jest.spyOn(module.get(TransactionalDeliveries), 'deliverAll');
    const looking = jest.spyOn(module.get(Scheduler), 'runDue');
    await module.get(Courier).idle();
    const [delivered, looked] = [delivering, looking].map(({ mock }) => mock.invocationCallOrder[0] ?? Infinity);
    expect(delivered).toBeLessThan(looked as number);
    expect(looked).toBeLessThan(Infinity);
  });

  test('SPEC-011.7: is idle for each of those who ask at once', async () => {
    const [module] = running as [TestingModule];
    await record(module, [new BellRang({ tone: 1 })]);
    await Promise.all([1, 2, 3].map(() => module.get(Courier).idle()));
    expect(await valuesOf(module, HEARD)).toEqual([1]);
  });
});
