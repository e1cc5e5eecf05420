import { Client } from 'pg';
import { NotificationRepository } from '../../src/features/notifications/notification.repository.js';
import { startApp, type TestApp } from '../support/app.js';
import { until } from '../support/until.js';
import type { Person } from '../support/people.js';

let app: TestApp;
let other: Client;

beforeAll(async () => {
  app = await startApp();
  other = new Client(app.databaseUrl);
  await other.connect();
});
afterAll(async () => {
  await other.end();
  await app.stop();
});

/** Somebody who has been told so much. */
async function told(count: number): Promise<Person> {
  const person = await app.person('Ann');
  await other.query(
    `INSERT INTO notifications (user_id, seq, type, data)
     SELECT $1, n, 'task_assigned', '{"title":"t","project":"p","task_id":1,"project_id":1}' FROM generate_series(1, $2::int) AS n`,
    [person.id, count],
  );
  await other.query('INSERT INTO notification_counters (user_id, last_seq) VALUES ($1, $2)', [person.id, count]);
  return person;
}

const unread = async (person: Person) =>
  (await person.get('/notifications/unread-count')).body.data as { count: number };

const recorded = async (person: Person) =>
  (
    await other.query("SELECT data FROM events WHERE actor_id = $1 AND data ? 'count' ORDER BY id", [person.id])
  ).rows.map(({ data }: { data: { count: number } }) => data.count);

test('SPEC-010.36: all of very many are read, in steps, and once', async () => {
  const ann = await told(12_000);
  const bob = await told(1);
  expect((await ann.post('/notifications/read-all')).status).toBe(200);
  expect([await unread(ann), await unread(bob)]).toEqual([{ count: 0 }, { count: 1 }]);
  expect((await ann.post('/notifications/read-all')).status).toBe(200);
  expect(await recorded(ann)).toEqual([5_000, 5_000, 2_000]);
});

test('SPEC-010.36: what is done is done while the rest waits, and what comes meanwhile stays unread', async () => {
  const ann = await told(6_000);
  await other.query('BEGIN');
  await other.query('SELECT FROM notifications WHERE user_id = $1 AND seq = 5500 FOR UPDATE', [ann.id]);
  const answer = ann.post('/notifications/read-all');
  await until(async () => (await unread(ann)).count === 1_000);
  await app.get(NotificationRepository).append([{ userId: ann.id, type: 'task_assigned', data: {} }]);
  // Somebody else marks it first: it is passed over, and the step goes on behind it.
  await other.query('UPDATE notifications SET read_at = now() WHERE user_id = $1 AND seq = 5500', [ann.id]);
  await other.query('COMMIT');
  expect((await answer).status).toBe(200);
  expect(await unread(ann)).toEqual({ count: 1 });
  expect(await recorded(ann)).toEqual([5_000, 999]);
});
