import { Injectable } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { Test } from '@nestjs/testing';
import { NameHandlers1795219200601 } from '../../migrations/1795219200601-name-handlers.js';
import { createDataSource } from '../../src/platform/database/data-source.js';
import { DomainEvent, type RecordedEvent } from '../../src/platform/events/domain-event.js';
import { Every, On } from '../../src/platform/events/on.js';
import { Subscriptions } from '../../src/platform/events/subscriptions.js';
import { startApp } from '../support/app.js';
import { ask } from '../support/ask.js';
import { cloneDatabase } from '../support/databases.js';

class BellRang extends DomainEvent {
  static readonly type = 'bell.rang';
  readonly subject = null;
}

@Injectable()
class Listener {
  @On(BellRang, { as: 'count-bells' })
  async anyName(_event: RecordedEvent<BellRang>): Promise<void> {}

  @Every({ minutes: 1, as: 'sweep' })
  async otherName(): Promise<void> {}
}

@Injectable()
class Namesake {
  @Every({ minutes: 5, as: 'count-bells' })
  async count(): Promise<void> {}
}

const subscriptionsOf = async (...providers: (new () => object)[]): Promise<Subscriptions> => {
  const others = [{ provide: 'the listener by another token', useExisting: Listener }];
  const module = await Test.createTestingModule({
    imports: [DiscoveryModule],
    providers: [Subscriptions, ...providers, ...others],
  }).compile();
  await module.init();
  return module.get(Subscriptions);
};

describe('A handler', () => {
  test('SPEC-011.21: is known by its written name, once, whatever its method is called', async () => {
    const subscriptions = await subscriptionsOf(Listener);
    expect(subscriptions.of('bell.rang').map(({ name }) => name)).toEqual(['count-bells']);
    expect(subscriptions.schedules.map(({ name }) => name)).toEqual(['sweep']);
  });

  test('SPEC-011.21: shares its name with no other, or nothing starts', async () => {
    await expect(subscriptionsOf(Listener, Namesake)).rejects.toThrow('Two handlers are called "count-bells"');
  });
});

test('SPEC-011.21: what waited under the name of a method goes to the same handler', async () => {
  const { url, drop } = await cloneDatabase();
  const dataSource = await createDataSource({ url, poolMax: 1 }).initialize();
  const runner = dataSource.createQueryRunner();
  const migration = new NameHandlers1795219200601();
  const names = async (table: string, column: string) =>
    (await ask(url, `SELECT ${column} AS name FROM ${table} ORDER BY 1`)).map(({ name }) => name as string);
  await ask(url, "INSERT INTO deliveries VALUES (1, 'TaskNotifier.tell', false), (2, 'SlowAccountEnd.forgive', false)");
  await ask(url, "INSERT INTO schedules VALUES ('SessionService.clearExpired', now()), ('Idempotency.clear', now())");
  await ask(
    url,
    "INSERT INTO schedules VALUES ('AccountThrottle.clearOld', now()), ('SlowAccountService.clearOld', now())",
  );
  await migration.up(runner);
  const scheduled = ['clear-account-throttle', 'clear-expired-sessions', 'clear-stored-responses'];
  expect(await names('deliveries', 'subscriber')).toEqual(['notify-of-tasks', 'reset-account-throttle']);
  expect(await names('schedules', 'name')).toEqual(scheduled);
  await migration.down(runner);
  expect(await names('deliveries', 'subscriber')).toEqual(['AccountThrottleReset.forgive', 'TaskNotifier.tell']);
  await migration.up(runner);
  expect(await names('schedules', 'name')).toEqual(scheduled);
  await runner.release();
  await dataSource.destroy();
  await drop();
});

test('SPEC-011.21: every handler of the program writes its name in words with dashes', async () => {
  const app = await startApp();
  const subscriptions = app.get(Subscriptions);
  const names = [...subscriptions.names];
  await app.stop();
  expect(names).toContain('mail-assignee');
  expect(names.filter((name) => !/^[a-z]+(-[a-z]+)+$/.test(name))).toEqual([]);
});
