import { Injectable } from '@nestjs/common';
import { Test, type TestingModule } from '@nestjs/testing';
import { readConfig } from '../../src/platform/config/config.js';
import { ConfigModule } from '../../src/platform/config/config.module.js';
import { Database } from '../../src/platform/database/database.js';
import { DatabaseModule } from '../../src/platform/database/database.module.js';
import { DomainEvent } from '../../src/platform/events/domain-event.js';
import { Events } from '../../src/platform/events/events.js';
import { EventsModule } from '../../src/platform/events/events.module.js';
import { Within } from '../../src/platform/events/on.js';
import { cloneDatabase } from '../support/databases.js';
import { silence } from '../support/silence.js';

class BellRang extends DomainEvent<{ tone: number }> {
  static readonly type = 'bell.rang';
  readonly subject = null;
}

@Injectable()
class Singer {
  constructor(private readonly db: Database) {}

  @Within(BellRang)
  async sing(by: unknown, { data }: BellRang): Promise<void> {
    await this.db.execute('INSERT INTO sung (tone) VALUES ($1)', [data.tone]);
    if (data.tone < 0) throw new Error('too low');
  }
}

let nest: TestingModule;
let drop: () => Promise<void>;

beforeAll(async () => {
  const database = await cloneDatabase();
  drop = database.drop;
  const settings = { DATABASE_URL: database.url, SECRET_KEY: 'x'.repeat(43) };
  const config = readConfig(settings, { dataDir: 'node_modules/.cache/test-keys' });
  nest = await Test.createTestingModule({
    imports: [ConfigModule.with(config), DatabaseModule, EventsModule],
    providers: [Singer],
  })
    .setLogger(silence)
    .compile();
  nest.enableShutdownHooks();
  await nest.init();
  await nest.get(Database).execute('CREATE TABLE sung (tone int)');
});

afterAll(async () => {
  await nest.close();
  await drop();
});

const ring = (tone: number) =>
  nest.get(Database).transaction(() => nest.get(Events).record(null, new BellRang({ tone })));

const tones = async (table: string) =>
  (await nest.get(Database).query<{ tone: string }>(table)).map(({ tone }) => Number(tone));

test('SPEC-027.13: who takes part in a change does so in its transaction, and prevents it by failing', async () => {
  await ring(1);
  await expect(ring(-1)).rejects.toThrow('too low');
  await ring(2);
  expect(await tones('SELECT tone FROM sung')).toEqual([1, 2]);
  expect(await tones(`SELECT data->>'tone' AS tone FROM events WHERE type = 'bell.rang' ORDER BY id`)).toEqual([1, 2]);
});
