import { cloneDatabase } from '../support/databases.js';
import { ask } from '../support/ask.js';
import { until } from '../support/until.js';

describe('the database of a test file', () => {
  it('is migrated, its own, and gone when dropped', async () => {
    const [one, other] = await Promise.all([cloneDatabase(), cloneDatabase()]);
    await ask(one.url, 'CREATE TABLE only_here AS SELECT 1 AS n');
    expect(await ask(other.url, "SELECT to_regclass('only_here') AS t")).toEqual([{ t: null }]);
    expect(await ask(other.url, 'SELECT count(*) > 0 AS applied FROM migrations')).toEqual([{ applied: true }]);
    await Promise.all([one.drop(), other.drop()]);
    await expect(ask(one.url, 'SELECT 1')).rejects.toThrow('does not exist');
    await one.drop();
  });

  it('is dropped although somebody is connected', async () => {
    const { url, drop } = await cloneDatabase();
    const busy = expect(ask(url, 'SELECT pg_sleep(60)')).rejects.toThrow(/terminat/);
    const isBusy =
      "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'SELECT pg_sleep%'";
    await until(async () => (await ask(url, isBusy)).length > 0);
    await drop();
    await busy;
  });
});
