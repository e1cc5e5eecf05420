import { AddSearch1797000000501 } from '../../migrations/1797000000501-add-search.js';
import { AddTrash1797000000701 } from '../../migrations/1797000000701-add-trash.js';
import { RequireRows1797000001701 } from '../../migrations/1797000001701-require-rows.js';
import { migrateAlone } from '../../src/operations/commands/migrate.js';
import { checkUpgrade } from '../../src/operations/commands/upgrade-check.js';
import { ask } from '../support/ask.js';
import { everythingIn, Operator } from '../support/backups.js';
import { cloneDatabase, goBackBefore, type TestDatabase } from '../support/databases.js';

const operator = new Operator();
let database: TestDatabase;
let said: string[];
beforeEach(async () => {
  database = await cloneDatabase();
  said = [];
  await ask(
    database.url,
    "INSERT INTO users (email, email_key, display_name, password_hash) VALUES ('a@b.example', 'a@b.example', 'Ann', 'x')",
  );
});
afterEach(() => database.drop());
afterAll(() => operator.remove());

const check = () => checkUpgrade({ place: operator.place(database.url), say: (line) => said.push(line) });
const copies = () => ask(database.url, "SELECT datname FROM pg_database WHERE datname LIKE 'fasttrack_upgrade_check%'");

describe('a check of an upgrade', () => {
  it('SPEC-042.5: says that nothing is pending, or that the database is newer than the program', async () => {
    await check();
    expect(said).toEqual(['The database is up to date: no migration is pending.']);
    await ask(database.url, "INSERT INTO migrations (timestamp, name) VALUES (1, 'FlyToTheMoon2795219200001')");
    await expect(check()).rejects.toThrow(/newer version .*FlyToTheMoon2795219200001/);
  });

  it('SPEC-042.6: tries what is pending on a copy, says how long it took, and leaves nothing of it', async () => {
    await goBackBefore(database.url, AddTrash1797000000701);
    const before = await everythingIn(database.url);
    await check();
    expect(said[0]).toMatch(/^Pending: AddTrash1797000000701, /);
    expect(said[1]).toMatch(/^Copied \d+ tables, .* in \d+\.\d s\.$/);
    expect(said[2]).toMatch(/^ {2}AddTrash1797000000701 {2}\d+\.\d s$/);
    expect(said.at(-1)).toMatch(
      /^\d+ migrations would pass\. They took \d+\.\d s on the copy, and locked nothing for longer than \d+\.\d s\.$/,
    );
    expect(await everythingIn(database.url)).toEqual(before);
    expect(await copies()).toEqual([]);
  });

  it('SPEC-042.7: names the migration that would fail, and what was changed by hand', async () => {
    await goBackBefore(database.url, AddSearch1797000000501);
    await ask(
      database.url,
      `INSERT INTO articles (author_id, title, body)
       SELECT id, 'Too many words', (SELECT string_agg(md5(n::text), ' ') FROM generate_series(1, 60000) n) FROM users`,
    );
    await expect(check()).rejects.toThrow(/^AddSearch1797000000501 would fail: .*The database is as it was/);
    await ask(database.url, 'ALTER TABLE users ADD COLUMN shoe_size int');
    await expect(check()).rejects.toThrow(/"shoe_size".*changed it by hand/);
    expect(await copies()).toEqual([]);
  });
});

it('SPEC-042.9: what is pending is applied by a job of its own, and then nothing is', async () => {
  await goBackBefore(database.url, RequireRows1797000001701);
  const migrating = () => migrateAlone({ place: operator.place(database.url), say: (line) => said.push(line) });
  await migrating();
  expect(said.slice(-2)).toEqual(['  RequireRows1797000001701', 'Applied 1 migration.']);
  await migrating();
  expect(said.at(-1)).toBe('Nothing was pending.');
});
