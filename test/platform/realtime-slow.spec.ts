import type { Socket } from 'node:net';
import { Connections } from '../../src/platform/realtime/sockets/connections.js';
import { Realtime } from '../../src/platform/realtime/realtime.js';
import { startApp, type TestApp } from '../support/app.js';
import { LiveClient } from '../support/live-client.js';
import { make } from '../support/make.js';

/** So many tasks of a project that have just been changed, and where its feed ended before. */
const MANY = `
  WITH made AS (
    INSERT INTO tasks (project_id, title, description)
    SELECT $1, 'Task', repeat('x', 5000) FROM generate_series(1, $2::int) RETURNING id
  ), before AS (
    SELECT last_seq FROM project_feeds WHERE project_id = $1
  ), numbered AS (
    INSERT INTO project_changes (project_id, kind, id, seq, deleted, task_id)
    SELECT $1, 'task', id, last_seq + row_number() OVER (), false, id FROM made, before
  ), counted AS (
    UPDATE project_feeds SET last_seq = last_seq + $2::int WHERE project_id = $1
  )
  SELECT last_seq::int, pg_notify('fasttrack_changes', json_build_array(json_build_array($1::bigint, last_seq + $2::int))::text)
  FROM before`;

let app: TestApp;

beforeAll(async () => {
  app = await startApp();
});
afterEach(() => LiveClient.closeAll());
afterAll(() => app.stop());

/** What it hears the world by. */
function earOf(client: LiveClient): Socket {
  const { ws } = client.socket.io.engine.transport as unknown as { ws: { _socket: Socket } };
  return ws._socket;
}

it('SPEC-010.33: who takes nothing is cut off, and the person’s other connections go on', async () => {
  const ann = await app.person('Ann');
  const awake = await LiveClient.of(ann);
  const asleep = await LiveClient.of(ann);
  const ear = earOf(asleep).pause();
  const connections = app.get(Connections);
  const text = 'x'.repeat(5_000);
  let seq = 0;
  while (connections.ofPerson(ann.id).length === 2 && seq < 20_000) {
    const messages = Array.from({ length: 100 }, () => {
      return { id: ++seq, seq, type: 'x', data: { text }, timestamp: new Date() };
    });
    await app.get(Realtime).push(new Map([[ann.id, messages]]));
    await awake.hears(seq);
  }
  expect(connections.ofPerson(ann.id).length).toBe(1);
  expect(awake.ended).toBeUndefined();
  expect(awake.seqs.length).toBe(seq);
  ear.resume();
  await asleep.closing();
  expect(asleep.seqs.length).toBeLessThan(seq);
});

it('SPEC-033.3: so is who follows a project and takes nothing, and its other followers go on', async () => {
  const ann = await app.person('Ann');
  const garden = await make.project(ann);
  await app.idle();
  const awake = await LiveClient.of(ann);
  const asleep = await LiveClient.of(ann);
  for (const client of [awake, asleep]) await client.ask('subscribe', { project_id: garden.id });
  const ear = earOf(asleep).pause();
  const [head] = await app.database.query<{ last_seq: number }>(MANY, [garden.id, 3_200]);
  const last = (head?.last_seq ?? 0) + 3_200;
  const connections = app.get(Connections);
  await awake.until(() => awake.says('change').at(-1)?.seq === last);
  expect(awake.ended).toBeUndefined();
  expect(connections.ofPerson(ann.id).length).toBe(1);
  ear.resume();
  await asleep.closing();
  expect(asleep.says('change').length).toBeLessThan(3_200);
});
