import { EventRetention } from '../../src/platform/events/event-retention.js';
import { startApp, type TestApp } from '../support/app.js';

let app: TestApp;

beforeAll(async () => {
  app = await startApp({ EVENT_RETENTION_DAYS: '100' });
});
afterAll(() => app.stop());

/** Events of a type that nobody listens to, so old. */
async function record(type: string, count: number, age: string): Promise<void> {
  const text = `INSERT INTO events (type, data, created_at)
    SELECT $1, '{}', now() - $3::interval FROM generate_series(1, $2)`;
  await app.database.execute(text, [type, count, age]);
}

const deliver = (type: string, deadAt: string) =>
  app.database.execute(
    `INSERT INTO deliveries (event_id, subscriber, outside, due_at, dead_at)
     SELECT id, 'Nobody', false, now() + interval '1 hour', ${deadAt} FROM events WHERE type = $1`,
    [type],
  );

async function left(): Promise<Record<string, number>> {
  const rows = await app.database.query<{ type: string; count: number }>(
    "SELECT type, count(*) AS count FROM events WHERE type LIKE 'bell.%' GROUP BY type ORDER BY type",
  );
  return Object.fromEntries(rows.map(({ type, count }) => [type, count]));
}

it('SPEC-011.15: what is older than the retention is cleared away, nothing younger, nothing that still waits', async () => {
  await record('bell.old', 12_000, '101 days');
  await record('bell.young', 1, '99 days 23 hours');
  await record('bell.awaited', 1, '101 days');
  await record('bell.given_up', 1, '101 days');
  await deliver('bell.awaited', 'NULL');
  await deliver('bell.given_up', 'now()');
  await app.get(EventRetention).clear();
  expect(await left()).toEqual({ 'bell.awaited': 1, 'bell.young': 1 });
  const waiting = await app.database.query('SELECT dead_at FROM deliveries');
  expect(waiting).toEqual([{ dead_at: null }]);
});
