import { Client } from 'pg';
import { SendingRepository } from '../../src/features/sending/sending.repository.js';
import { startApp, type TestApp } from '../support/app.js';
import { make } from '../support/make.js';
import type { Person } from '../support/people.js';
import * as plans from '../support/plans.js';
import { type Statement, statementsOf } from '../support/statements.js';

const FILL = `
  INSERT INTO webhooks (project_id, url, types, secret, is_active)
  SELECT p.id, 'https://192.0.32.7/', '{task.*}', '', i <> 1 FROM generate_series(1, 2000) i, projects p
  WHERE p.name = 'Filled';
  INSERT INTO webhook_deliveries (webhook_id, event_id, type, known, occurred_at, due_at, status)
  SELECT w.id, i, 'task.created', '{}', now(), CASE WHEN i % 10 = 0 THEN timestamptz '2199-01-01' END,
    CASE WHEN i % 10 = 0 THEN 'failing' ELSE 'delivered' END
  FROM webhooks w, generate_series(1, 20) i;
  INSERT INTO webhook_deliveries (webhook_id, event_id, type, known, occurred_at, due_at)
  SELECT (SELECT min(id) FROM webhooks), i, 'task.created', '{}', now(), now() FROM generate_series(101, 20000) i`;

const SCAN = /Seq Scan on (webhooks|webhook_deliveries|webhook_replays)$|^Sort/;

let app: TestApp;
let onlooker: Client;
let ann: Person;
let project: { id: number };
let webhook: number;

beforeAll(async () => {
  app = await startApp();
  await app.quieten();
  ann = await app.person('Ann');
  await make.project(ann, { name: 'Filled' });
  project = await make.project(ann);
  const url = 'https://192.0.32.7/';
  const { body } = await ann.post(`/projects/${project.id}/webhooks`, { url, types: ['task.*'] });
  webhook = (body.data as { id: number }).id;
  onlooker = new Client(app.databaseUrl);
  await onlooker.connect();
  await onlooker.query(FILL);
  await onlooker.query('VACUUM ANALYZE');
});

afterAll(async () => {
  await onlooker.end();
  await app.stop();
});

const REQUESTS: Record<string, () => Promise<{ status: number }>> = {
  'a page of webhooks': () => ann.get(`/projects/${project.id}/webhooks`),
  'a webhook': () => ann.get(`/webhooks/${webhook}`),
  'a page of deliveries': () => ann.get(`/webhooks/${webhook}/deliveries`),
  'a page of deliveries of one status': () => ann.get(`/webhooks/${webhook}/deliveries?status=failing`),
};

test.each(Object.keys(REQUESTS))('SPEC-007.24: %s scans no table and sorts nothing', async (name) => {
  const asked = await statementsOf(app, async () => {
    expect((await REQUESTS[name]!()).status).toBe(200);
  });
  // Who asks is looked up again where that was long ago; that is a statement of its own.
  const own = asked.filter(({ text }) => text.includes('webhook'));
  expect(own).not.toEqual([]);
  for (const { text } of own) {
    const dear = (await plans.stepsOf(onlooker, text)).filter((step) => SCAN.test(step));
    expect({ text, dear }).toEqual({ text, dear: [] });
  }
});

test('SPEC-037.12: 20,000 deliveries that wait for one webhook cost those who look for others next to nothing', async () => {
  const sending = app.get(SendingRepository);
  const asked: Statement[] = await statementsOf(app, async () => {
    // All of its room is taken.
    await sending.claim({ failing: false, limit: 10, running: new Map([[webhook, 5]]) });
    await sending.isAnyWaiting();
  });
  for (const { text } of asked) {
    const dear = (await plans.stepsOf(onlooker, text)).filter((step) => /Seq Scan on webhook_deliveries/.test(step));
    expect({ text, dear }).toEqual({ text, dear: [] });
  }
});
