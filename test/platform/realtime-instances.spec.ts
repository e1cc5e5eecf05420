import { Client } from 'pg';
import { Listener } from '../../src/platform/database/listener.js';
import { Courier } from '../../src/platform/events/courier.js';
import { startApp, startBeside, type TestApp } from '../support/app.js';
import { LiveClient } from '../support/live-client.js';
import type { Person } from '../support/people.js';
import { endSession } from '../support/sessions.js';
import { tell, upTo } from '../support/tell.js';

let one: TestApp;
let two: TestApp;
let ann: Person;

beforeAll(async () => {
  one = await startApp();
  two = await startBeside(one, { DATABASE_POOL_MAX: '1' });
});
beforeEach(async () => {
  ann = await one.person('Ann');
});
afterEach(() => LiveClient.closeAll());
afterAll(async () => {
  await two.stop();
  await one.stop();
});

it('SPEC-010.6: what arises on two instances at once is numbered without gap or repeat', async () => {
  const bob = await one.person('Bob');
  const people = [ann, bob];
  await Promise.all(upTo(30).map((nth) => tell(nth % 2 ? one : two, people, 5)));
  await Promise.all([one.idle(), two.idle()]);
  for (const person of people) {
    const client = await LiveClient.of(person, { last_seq: 0 });
    await client.hears(150);
    expect(client.seqs).toEqual(upTo(150));
  }
});

it('SPEC-010.12: every window hears everything in order, whichever instance it is connected to', async () => {
  const here = await LiveClient.of(one.as(ann));
  const there = await LiveClient.of(two.as(ann));
  for (let round = 0; round < 20; round++) await tell(round % 2 ? one : two, ann, 3);
  await Promise.all([here.hears(60), there.hears(60)]);
  expect([here.seqs, there.seqs]).toEqual([upTo(60), upTo(60)]);
});

it('SPEC-010.12: many people at once are more than one hint holds', async () => {
  const people = await Promise.all(upTo(3).map((nth) => one.person(`Person ${nth}`)));
  const crowd = await one.database.query<{ id: number }>(
    `INSERT INTO users (email, email_key, display_name, password_hash)
     SELECT n || '@crowd', n || '@crowd', 'One of many', '' FROM generate_series(1, 600) AS n RETURNING id`,
  );
  const clients = await Promise.all(people.map((person) => LiveClient.of(two.as(person))));
  await tell(one, [...crowd, ...people]);
  await Promise.all(clients.map((client) => client.hears(1)));
  expect(clients.map(({ seqs }) => seqs)).toEqual([[1], [1], [1]]);
});

it('SPEC-010.15: an ended session loses its connections on the other instance, by the news alone', async () => {
  const there = await LiveClient.of(two.as(ann));
  await endSession(one, ann);
  expect(await there.closing()).toEqual({ code: 'token_revoked' });
});

it('SPEC-010.15: what ended while the news were cut off is noticed when they are back', async () => {
  const there = await LiveClient.of(two.as(ann));
  await cutNews();
  await one.database.execute('UPDATE sessions SET ended_at = now() WHERE id = $1', [ann.sessionId]);
  expect(await there.closing()).toEqual({ code: 'token_revoked' });
});

it('SPEC-010.32: a hint that got lost delays a notification and loses none', async () => {
  const there = await LiveClient.of(two.as(ann));
  await cutNews();
  await tell(one, ann, 2);
  await one.idle();
  await there.hears(2);
  await tell(one, ann);
  await there.hears(3);
  expect(there.seqs).toEqual([1, 2, 3]);
});

it('SPEC-010.32: without any hint the log is looked into by itself', async () => {
  const there = await LiveClient.of(two.as(ann));
  await one.idle();
  // Written as a delivery writes it, and nobody says a word about it.
  await one.database.transaction(async () => {
    await one.database.execute('INSERT INTO notification_counters (user_id, last_seq) VALUES ($1, 1)', [ann.id]);
    await one.database.execute(`INSERT INTO notifications (user_id, seq, type, data) VALUES ($1, 1, 'x', '{}')`, [
      ann.id,
    ]);
  });
  await there.until(() => there.seqs.length === 1);
});

it('SPEC-010.14: a process that ends between a commit and the sending loses and doubles nothing', async () => {
  const COURIER_LOCK = 70_415_702;
  const holder = new Client(one.databaseUrl);
  await holder.connect();
  const dying = await startBeside(one);
  await holder.query('SELECT pg_advisory_lock($1)', [COURIER_LOCK]);
  const client = await LiveClient.of(dying.as(ann));
  await tell(dying, ann, 3);
  await dying.stop();
  await client.closing();
  expect(client.seqs).toEqual([]);
  await holder.end();
  two.get(Courier).wake({ external: false });
  const again = await LiveClient.of(two.as(ann), { last_seq: client.says('ready')[0]?.last_seq });
  await again.hears(3);
  await Promise.all([one.idle(), two.idle()]);
  expect(again.seqs).toEqual([1, 2, 3]);
});

it('SPEC-012.18: at the end everybody is told to come back, not all at once, and comes back by themselves', async () => {
  const three = await startBeside(one);
  const clients = await Promise.all(upTo(10).map(() => LiveClient.of(three.as(ann), {}, { reconnection: true })));
  await three.stop();
  const words = await Promise.all(clients.map((client) => client.closing()));
  expect(words.every((word) => word?.code === 'shutting_down')).toBe(true);
  expect(new Set(words.map((word) => word?.retry_after_ms)).size).toBeGreaterThan(5);
  // Socket.IO's client tries again after this end, and only after such.
  expect(clients.every(({ socket }) => socket.active)).toBe(true);
});

/** Ends the connections on which instances hear of changes, and waits until the second one has noticed. */
async function cutNews(): Promise<void> {
  const listener = two.get(Listener);
  await one.database.query(
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
     WHERE application_name = 'fasttrack listener' AND datname = current_database()`,
  );
  while (listener.isLive) await new Promise((resolve) => setImmediate(resolve));
}
