import { Client } from 'pg';
import { CarryTraces1797000001271 } from '../../migrations/1797000001271-carry-traces.js';
import { migrate } from '../../src/platform/database/schema/migrate.js';
import { ask } from '../support/ask.js';
import { cloneDatabase, goBackBefore } from '../support/databases.js';
import { until } from '../support/until.js';

const WAITING = `SELECT FROM pg_locks WHERE NOT granted AND relation = 'webhook_deliveries'::regclass`;

test('SPEC-042.10: who writes meanwhile and waits for the migrations is not ended by them', async () => {
  const { url, drop } = await cloneDatabase();
  await goBackBefore(url, CarryTraces1797000001271);
  const writer = new Client(url);
  await writer.connect();
  await writer.query('BEGIN');
  await writer.query('LOCK TABLE webhook_deliveries IN ROW EXCLUSIVE MODE');
  const said: string[] = [];
  const migrated = migrate(url, (line) => said.push(line));
  await until(async () => (await ask(url, WAITING)).length > 0);
  // The migration holds this one, and wants the other: it is the one that gives way.
  await writer.query('LOCK TABLE events IN ROW EXCLUSIVE MODE');
  await writer.query('COMMIT');
  expect((await migrated)[0]).toBe('CarryTraces1797000001271');
  expect(said).toContainEqual(expect.stringContaining('tried again'));
  await writer.end();
  await drop();
});
