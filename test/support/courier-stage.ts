import { Test, type TestingModule } from '@nestjs/testing';
import type { Config } from '../../src/platform/config/config.js';
import { readConfig } from '../../src/platform/config/config.js';
import { ConfigModule } from '../../src/platform/config/config.module.js';
import { Database } from '../../src/platform/database/database.js';
import { DatabaseModule } from '../../src/platform/database/database.module.js';
import type { DomainEvent } from '../../src/platform/events/domain-event.js';
import { Events } from '../../src/platform/events/events.js';
import { EventsModule } from '../../src/platform/events/events.module.js';
import { Listeners, outside } from './bells.js';
import { cloneDatabase } from './databases.js';
import { silence } from './silence.js';

/** Instances that have nothing but events, with a database of their own for each test. */
export class CourierStage {
  readonly running: TestingModule[] = [];
  private url = '';
  private drop: () => Promise<void> = () => Promise.resolve();

  /** For `beforeEach`: one instance, which nobody has told anything. */
  async open(): Promise<void> {
    ({ url: this.url, drop: this.drop } = await cloneDatabase());
    outside.heard = [];
    outside.call = () => Promise.resolve();
    const db = (await this.instance()).get(Database);
    await db.execute('CREATE TABLE heard (position serial, event_id bigint UNIQUE, tone int)');
    await db.execute('CREATE TABLE measured (root float8)');
    await db.execute('CREATE TABLE IF NOT EXISTS swept (at timestamptz DEFAULT now())');
    await db.execute('DELETE FROM schedules');
  }

  async close(): Promise<void> {
    for (const module of this.running.splice(0)) await module.close();
    await this.drop();
  }

  async instance(): Promise<TestingModule> {
    const config: Config = readConfig(
      { DATABASE_URL: this.url, SECRET_KEY: 'x'.repeat(43) },
      { dataDir: 'node_modules/.cache/test-keys' },
    );
    const module = await Test.createTestingModule({
      imports: [ConfigModule.with(config), DatabaseModule, EventsModule],
      providers: [Listeners],
    })
      .setLogger(silence)
      .compile();
    module.enableShutdownHooks();
    this.running.push(await module.init());
    return module;
  }
}

/** All of them in one transaction. */
export async function record(module: TestingModule, facts: DomainEvent[]): Promise<void> {
  const events = module.get(Events);
  await module.get(Database).transaction(async () => {
    for (const fact of facts) await events.record(null, fact);
  });
}

/** The column `value` of what is found. */
export async function valuesOf(module: TestingModule, sql: string): Promise<unknown[]> {
  return (await module.get(Database).query<{ value: unknown }>(sql)).map(({ value }) => value);
}

export const HEARD = 'SELECT tone AS value FROM heard ORDER BY position';
export const WAITING = 'SELECT count(*) AS value FROM deliveries';
