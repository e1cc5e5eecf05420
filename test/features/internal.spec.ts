import { type TestApp, startApp } from '../support/app.js';
import { make } from '../support/make.js';
import type { Person } from '../support/people.js';

const KEY: Record<string, string> = { 'X-API-Key': 'test-internal-key-0123456789abcdef' };

interface Stats {
  users: number;
  projects: number;
  tasks: { todo: number; in_progress: number; done: number };
  connected_sockets: number;
  events: { waiting: number; dead: number; oldest_waiting_seconds: number };
}

let app: TestApp;
let ann: Person;

beforeAll(async () => {
  app = await startApp();
  ann = await app.person('Ann');
});

afterAll(() => app.stop());

async function stats(): Promise<Stats> {
  const { status, body } = await app.http.get('/internal/stats', KEY);
  expect(status).toBe(200);
  return body.data;
}

const FORGOTTEN = `
  WITH event AS (
    INSERT INTO events (type, data, created_at) VALUES ('test.happened', '{}', now() - interval '90 s') RETURNING id
  )
  INSERT INTO deliveries (event_id, subscriber, outside, due_at, dead_at)
  SELECT id, 'Nobody.listens', true, now() + interval '1 hour', CASE WHEN $1 THEN now() END FROM event`;

describe('Operators', () => {
  test('SPEC-015.3: see how much there is', async () => {
    const before = await stats();
    const project = await make.project(ann);
    await make.task(ann, project);
    const task = await make.task(ann, project);
    expect((await ann.patch(`/tasks/${task.id}`, { status: 'in_progress' })).status).toBe(200);
    const after = await stats();
    expect(after).toMatchObject({ users: before.users, projects: before.projects + 1, connected_sockets: 0 });
    expect(after.tasks).toEqual({ todo: before.tasks.todo + 1, in_progress: before.tasks.in_progress + 1, done: 0 });
  });

  test('SPEC-015.3: see what waits, for how long, and what was given up', async () => {
    await app.idle();
    await app.database.execute(FORGOTTEN, [false]);
    await app.database.execute(FORGOTTEN, [true]);
    const { events } = await stats();
    expect(events).toMatchObject({ waiting: 1, dead: 1 });
    expect(events.oldest_waiting_seconds).toBeGreaterThanOrEqual(90);
    expect(events.oldest_waiting_seconds).toBeLessThan(120);
  });

  test('SPEC-015.4: have numbers for their machines, by route and not by path', async () => {
    await app.http.get('/nowhere/at/all');
    await ann.get('/projects/987654');
    const { status, headers, text } = await app.http.get('/metrics', KEY);
    expect([status, headers['content-type']]).toEqual([200, 'text/plain; version=0.0.4; charset=utf-8']);
    expect(text).toMatch(
      /^http_request_duration_seconds_count\{method="GET",route="\/projects\/:id",status="404"\} 1$/m,
    );
    expect(text).toMatch(/^http_request_duration_seconds_count\{method="GET",route="unknown",status="404"\} 1$/m);
    for (const name of ['process_cpu_seconds_total', 'nodejs_eventloop_lag_seconds', 'db_pool_connections_in_use']) {
      expect(text).toMatch(new RegExp(`^${name} `, 'm'));
    }
    const gauges = ['sockets_connected', 'sockets_project_subscriptions', 'feed_lag_seconds_count'];
    for (const name of [...gauges, 'deliveries_waiting', 'deliveries_dead', 'deliveries_oldest_seconds']) {
      expect(text).toMatch(new RegExp(`^${name} \\d`, 'm'));
    }
    expect(text).not.toMatch(/987654|nowhere/);
  });

  test('SPEC-015.5: may send their key as a bearer token, as Prometheus does; either one that is right serves', async () => {
    const key = KEY['X-API-Key'] ?? '';
    const wrong = 'no such key';
    for (const path of ['/internal/stats', '/metrics']) {
      const status = async (headers: Record<string, string>) => (await app.http.get(path, headers)).status;
      expect(await status({ Authorization: `Bearer ${key}` })).toBe(200);
      expect(await status({ Authorization: `bearer ${key}`, 'X-API-Key': wrong })).toBe(200);
      expect(await status({ Authorization: `Bearer ${wrong}`, 'X-API-Key': key })).toBe(200);
      for (const value of [
        `Bearer ${wrong}`,
        `Basic ${key}`,
        `Bearer ${key} ${key}`,
        `Bearer  ${key}`,
        'Bearer ',
        key,
      ]) {
        expect([value, await status({ Authorization: value })]).toEqual([value, 403]);
      }
    }
  });

  test('SPEC-015.5: are known by a key, whoever else is signed in', async () => {
    const admin = await app.admin();
    const wrong: Record<string, string>[] = [
      {},
      { 'X-API-Key': 'x' },
      { 'X-API-Key': '' },
      { 'X-API-Key': `${KEY['X-API-Key']}x` },
    ];
    for (const path of ['/internal/stats', '/metrics']) {
      for (const headers of wrong) {
        const { status, body } = await admin.get(path, headers);
        expect([status, body.error?.code]).toEqual([403, 'invalid_api_key']);
      }
    }
  });

  test('SPEC-015.5: are nobody where no key is configured', async () => {
    const keyless = await startApp({ INTERNAL_API_KEYS: '' });
    for (const headers of [{}, { 'X-API-Key': '' }, KEY]) {
      expect((await keyless.http.get('/metrics', headers)).body.error?.code).toBe('invalid_api_key');
    }
    await keyless.stop();
  });
});
