import { setImmediate as turnOfTheLoop } from 'node:timers/promises';
import { TaskAssigned } from '../../src/features/tasks/task.events.js';
import { Events } from '../../src/platform/events/events.js';
import type { Message } from '../../src/platform/realtime/message-log.js';
import { Realtime } from '../../src/platform/realtime/realtime.js';
import { startApp, type TestApp } from '../support/app.js';
import { LiveClient } from '../support/live-client.js';
import type { Person } from '../support/people.js';
import { tell, upTo } from '../support/tell.js';

let app: TestApp;
let ann: Person;

beforeAll(async () => {
  app = await startApp();
});
beforeEach(async () => {
  ann = await app.person('Ann');
});
afterEach(() => LiveClient.closeAll());
afterAll(() => app.stop());

it('SPEC-010.9: what was missed comes after ready, in order, each once, before anything new', async () => {
  await tell(app, ann, 1_200);
  await app.idle();
  const client = LiveClient.knock(app.url, { token: ann.token, last_seq: 100 });
  for (let round = 0; round < 20; round++) {
    await tell(app, ann, 10);
    await turnOfTheLoop();
  }
  await client.hears(1_300);
  expect(client.seqs).toEqual(upTo(1_400, 101));
  expect(client.events[0]).toBe('ready');
  expect(client.events).not.toContain('resync_required');
});

it('SPEC-010.9: many who come back at different places while new ones arrive miss and repeat nothing', async () => {
  await tell(app, ann, 600);
  await app.idle();
  const places = upTo(40).map((nth) => nth * 15);
  const clients = places.map((last_seq) => LiveClient.knock(app.url, { token: ann.token, last_seq }));
  for (let round = 0; round < 40; round++) {
    await tell(app, ann, 5);
    await turnOfTheLoop();
  }
  for (const [index, client] of clients.entries()) {
    const missed = places[index] as number;
    await client.hears(800 - missed);
    expect(client.seqs).toEqual(upTo(800, missed + 1));
  }
});

it('SPEC-010.9: with last_seq 0 everything comes, with the newest nothing', async () => {
  await tell(app, ann, 3);
  await app.idle();
  const all = await LiveClient.of(ann, { last_seq: 0 });
  const none = await LiveClient.of(ann, { last_seq: 3 });
  await tell(app, ann);
  await Promise.all([all.hears(4), none.hears(1)]);
  expect([all.seqs, none.seqs]).toEqual([[1, 2, 3, 4], [4]]);
});

it('SPEC-010.10: who asks for nothing gets nothing old', async () => {
  await tell(app, ann, 3);
  await app.idle();
  const client = await LiveClient.of(ann);
  await tell(app, ann, 2);
  await client.hears(2);
  expect(client.seqs).toEqual([4, 5]);
});

it('SPEC-010.11: who asks for what is gone is told so, and gets what is left', async () => {
  await tell(app, ann, 5);
  await app.idle();
  await app.database.execute('DELETE FROM notifications WHERE user_id = $1 AND seq < 4', [ann.id]);
  const tooOld = await LiveClient.of(ann, { last_seq: 1 });
  const justRight = await LiveClient.of(ann, { last_seq: 3 });
  await Promise.all([tooOld.hears(2), justRight.hears(2)]);
  expect(tooOld.events).toEqual(['ready', 'resync_required', 'notification', 'notification']);
  expect(tooOld.heard[1]?.body).toEqual({ oldest_seq: 4 });
  expect(justRight.events).toEqual(['ready', 'notification', 'notification']);
});

it('SPEC-010.11: where nothing is left, the next number is named', async () => {
  await tell(app, ann, 2);
  await app.idle();
  await app.database.execute('DELETE FROM notifications WHERE user_id = $1', [ann.id]);
  const client = await LiveClient.of(ann, { last_seq: 1 });
  const upToDate = await LiveClient.of(ann, { last_seq: 2 });
  await tell(app, ann);
  await Promise.all([client.hears(1), upToDate.hears(1)]);
  expect(client.says('resync_required')).toEqual([{ oldest_seq: 3 }]);
  expect(upToDate.says('resync_required')).toEqual([]);
});

it('SPEC-010.29: a number that was never given starts over with everything there is', async () => {
  await tell(app, ann, 2);
  await app.idle();
  const client = await LiveClient.of(ann, { last_seq: 99 });
  await client.hears(2);
  expect(client.events).toEqual(['ready', 'resync_required', 'notification', 'notification']);
  expect(client.says('resync_required')).toEqual([{ oldest_seq: 1 }]);
});

it('SPEC-010.12: every window of a person hears it whole and in order, and nobody else does', async () => {
  const bob = await app.person('Bob');
  const windows = await Promise.all([LiveClient.of(ann), LiveClient.of(ann), LiveClient.of(ann)]);
  const other = await LiveClient.of(bob);
  await tell(app, ann, 50);
  for (const client of windows) {
    const [first] = await client.hears(50);
    expect(client.seqs).toEqual(upTo(50));
    expect(Object.keys(first ?? {}).sort()).toEqual(['data', 'id', 'seq', 'timestamp', 'type']);
    expect(first?.timestamp).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  }
  expect(other.seqs).toEqual([]);
});

it('SPEC-010.13: of what was rolled back nobody hears', async () => {
  const client = await LiveClient.of(ann);
  const data = { taskId: 1, projectId: 1, project: '', title: '', ownerId: 1, assigneeId: ann.id };
  const change = app.database.transaction(async () => {
    await app.get(Events).record(null, new TaskAssigned(data));
    throw new Error('thought better of it');
  });
  await expect(change).rejects.toThrow('better');
  await tell(app, ann);
  await client.hears(1);
  expect(client.seqs).toEqual([1]);
});

/** Puts messages into Ann's log without a word to anybody, and returns them. */
async function write(count: number): Promise<Message[]> {
  await app.database.execute('INSERT INTO notification_counters (user_id, last_seq) VALUES ($1, $2)', [ann.id, count]);
  return app.database.query<Message & Record<string, unknown>>(
    `INSERT INTO notifications (user_id, seq, type, data) SELECT $1, n, 'x', '{}' FROM generate_series(1, $2::int) AS n
     RETURNING id, seq, type, data, created_at AS timestamp`,
    [ann.id, count],
  );
}

it('SPEC-010.12: what is pushed out of turn is put into order from the log', async () => {
  const client = await LiveClient.of(ann);
  const [, , third] = await write(3);
  await app.get(Realtime).push(new Map([[ann.id, [third as Message]]]));
  await client.hears(3);
  expect(client.seqs).toEqual([1, 2, 3]);
});

it('SPEC-010.12: what is pushed twice, or late, is heard once', async () => {
  const client = await LiveClient.of(ann);
  const messages = await write(4);
  for (const part of [messages.slice(0, 2), messages.slice(0, 3), messages.slice(1, 2), messages]) {
    await app.get(Realtime).push(new Map([[ann.id, part]]));
  }
  await client.hears(4);
  await tell(app, ann);
  await client.hears(5);
  expect(client.seqs).toEqual([1, 2, 3, 4, 5]);
});
