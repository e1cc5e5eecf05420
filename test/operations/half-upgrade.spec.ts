import { Logger } from '@nestjs/common';
import { AddRecurrence1797000000803 } from '../../migrations/1797000000803-add-recurrence.js';
import { checkUpgrade } from '../../src/operations/commands/upgrade-check.js';
import { examine } from '../../src/operations/doctor/doctor.js';
import { migrate } from '../../src/platform/database/schema/migrate.js';
import { ask } from '../support/ask.js';
import { Operator } from '../support/backups.js';
import { cloneDatabase, goBackBefore, type TestDatabase } from '../support/databases.js';

const FULL_DISK = `
  CREATE FUNCTION fail() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'no space left'; END $$;
  CREATE EVENT TRIGGER fail ON ddl_command_end WHEN TAG IN ('CREATE TRIGGER') EXECUTE FUNCTION fail()`;

const operator = new Operator();
let database: TestDatabase;
let superuser: string;
beforeAll(async () => {
  Logger.overrideLogger(false);
  database = await cloneDatabase();
  superuser = Object.assign(new URL(database.url), { username: 'postgres' }).href;
  await goBackBefore(database.url, AddRecurrence1797000000803);
  await ask(superuser, FULL_DISK);
  await expect(migrate(database.url)).rejects.toThrow(/stopped in NumberChanges1797000001001: no space left/);
});
afterAll(async () => {
  operator.remove();
  await database.drop();
});

const migrationsSeenByDoctor = async () =>
  (await examine({ DATABASE_URL: database.url })).filter(({ about }) => about === 'migrations');

test('SPEC-042.12: the doctor says that an upgrade is not finished, and what to do', async () => {
  expect(await migrationsSeenByDoctor()).toEqual([
    {
      level: 'warning',
      about: 'migrations',
      says: expect.stringMatching(/has stopped; the last that it has done: AddRecurrence1797000000803$/),
      advice: expect.stringMatching(/npm run migrate: it goes on from there/),
    },
  ]);
});

test('SPEC-042.14: nothing is copied of what is between two versions, until the upgrade has gone on', async () => {
  const place = operator.place(database.url);
  await expect(operator.backUp(place)).rejects.toThrow(/not finished.*npm run migrate/);
  await expect(checkUpgrade({ place, say: () => undefined })).rejects.toThrow(/not finished.*npm run migrate/);
  await ask(superuser, 'DROP EVENT TRIGGER fail');
  const applied = await migrate(database.url);
  expect([applied[0], applied.at(-1)]).toEqual(['AddRecurrence1797000000803', 'RequireRows1797000001701']);
  expect((await migrationsSeenByDoctor())[0]?.level).toBe('ok');
  await operator.backUp(place);
});
