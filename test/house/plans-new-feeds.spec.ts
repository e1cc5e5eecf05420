import { Client } from 'pg';
import { startApp, type TestApp } from '../support/app.js';
import { FEED_WORKS } from '../support/feed-works.js';
import { make } from '../support/make.js';
import * as plans from '../support/plans.js';
import { statementsOf } from '../support/statements.js';

/** Many changes in little time, of which PostgreSQL has no statistics yet. */
const GROW = `
  INSERT INTO project_changes (project_id, kind, id, seq, deleted, task_id)
  SELECT $1, 'task', 1000000 + i, 1000000 + i, false, 1000000 + i FROM generate_series(1, 4000) i`;

/** As if it all came before PostgreSQL gets to it. */
const UNKNOWN = 'ALTER TABLE project_changes SET (autovacuum_enabled = false)';

let app: TestApp;
let onlooker: Client;

beforeAll(async () => {
  app = await startApp();
  onlooker = new Client(app.databaseUrl);
  await onlooker.connect();
});

afterAll(async () => {
  await onlooker.end();
  await app.stop();
});

test.each(['numbering a task', 'numbering what is deleted with a task'])(
  'SPEC-032.15: %s costs as much in a feed that has grown since its statistics were made',
  async (work) => {
    const ann = await app.person('Ann');
    const made = await make.project(ann);
    const [project, task] = [made.id, (await make.task(ann, made)).id];
    await app.quieten();
    await onlooker.query(UNKNOWN);
    await onlooker.query(GROW, [project]);
    const none = { elsewhere: project, label: 0, shared: project };
    const asked = await statementsOf(app, async () => {
      await FEED_WORKS[work]!({ app, onlooker, ann, sue: ann, project, task, ...none });
    });
    expect(asked.length).toBeGreaterThan(1);
    for (const { text } of asked) {
      const scans = (await plans.stepsOf(onlooker, text)).filter((step) => step === 'Seq Scan on project_changes');
      expect({ text, scans }).toEqual({ text, scans: [] });
    }
  },
);
