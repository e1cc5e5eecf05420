import { Client } from 'pg';
import { CarryTraces1797000001271 } from '../../migrations/1797000001271-carry-traces.js';
import { migrate } from '../../src/platform/database/schema/migrate.js';
import { ask } from '../support/ask.js';
import { cloneDatabase, goBackBefore } from '../support/databases.js';
import { until } from '../support/until.js';

/** Time enough for the other one to come as well, before PostgreSQL looks who waits for whom. */
const LOOK_AFTER = '5s';
const WAITING = `SELECT FROM pg_locks WHERE NOT granted AND relation = 'webhook_deliveries'::regclass`;

test('SPEC-042.10: who writes meanwhile and waits for the migrations ends no upgrade', async () => {
  const { url, drop } = await cloneDatabase();
  await goBackBefore(url, CarryTraces1797000001271);
  const superuser = Object.assign(new URL(url), { username: 'postgres' });
  await ask(superuser.href, `ALTER DATABASE ${superuser.pathname.slice(1)} SET deadlock_timeout = '${LOOK_AFTER}'`);
  const writer = new Client(superuser.href);
  await writer.connect();
  await writer.query(`SET deadlock_timeout = '1h'`);
  await writer.query('BEGIN');
  await writer.query('LOCK TABLE webhook_deliveries IN ROW EXCLUSIVE MODE');
  const said: string[] = [];
  const migrated = migrate(url, (line) => said.push(line));
  await until(async () => (await ask(url, WAITING)).length > 0);
  await writer.query('LOCK TABLE events IN ROW EXCLUSIVE MODE');
  await writer.query('COMMIT');
  expect(await migrated).toEqual(['CarryTraces1797000001271']);
  expect(said).toContainEqual(expect.stringContaining('applied once more'));
  await writer.end();
  await drop();
});
