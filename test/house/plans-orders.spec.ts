import { Client } from 'pg';
import { startApp, type TestApp } from '../support/app.js';
import { fill, SEEDING_MS, SIZE } from '../support/full-size.js';
import type { Person } from '../support/people.js';
import { blocksOf, stepsOf } from '../support/plans.js';
import { type Statement, statementsOf } from '../support/statements.js';

/** Enough for a plan that reads too much to cost more. */
const SMALLER = {
  ...SIZE,
  projects: 2_000,
  shared: 50,
  tasks: 30_000,
  comments: 2_000,
  relations: 2_000,
  files: 2_000,
};

const SORTS = ['id', '-id', 'due_on', '-updated_at', '-priority'];
const ORDERED = SORTS.flatMap((sort) => [
  `/projects/:id/tasks?sort=${sort}`,
  `/projects/:id/tasks?sort=${sort}&status=todo`,
  `/tasks?sort=${sort}&assignee_id=me`,
  `/tasks?sort=${sort}`,
]).concat('/projects/:id/tasks?sort=position', '/projects/:id/tasks?sort=position&status=todo');

let app: TestApp;
let onlooker: Client;

beforeAll(async () => {
  app = await startApp();
  await app.quieten();
  onlooker = new Client(app.databaseUrl);
  await onlooker.connect();
  await onlooker.query(fill(SMALLER));
  await onlooker.query('VACUUM ANALYZE');
}, SEEDING_MS);

afterAll(async () => {
  await onlooker.end();
  await app.stop();
});

describe('A person with 5,000 tasks, and a project with as many,', () => {
  let max: Person;
  let large: number;

  beforeAll(async () => {
    max = await app.person('Max', ['admin']);
    large = ((await max.post('/projects', { name: 'Large' })).body.data as { id: number }).id;
    const label = (await max.post(`/projects/${large}/labels`, { name: 'some', color: '#000000' })).body.data as {
      id: number;
    };
    await onlooker.query(
      `INSERT INTO tasks (project_id, title, status, priority, due_on, updated_at, assignee_id)
       SELECT $1, 'Task ' || i, (ARRAY['todo', 'in_progress', 'done'])[1 + i % 3],
         (ARRAY['low', 'medium', 'high'])[1 + i / 3 % 3], CASE WHEN i % 4 > 0 THEN date '2026-01-01' + i % 300 END,
         now() - make_interval(mins => i), $2 FROM generate_series(1, 5000) i`,
      [large, max.id],
    );
    await onlooker.query('INSERT INTO task_labels SELECT id, $2 FROM tasks WHERE project_id = $1', [large, label.id]);
    await onlooker.query('VACUUM ANALYZE all_tasks, task_labels');
  }, SEEDING_MS);

  /** The blocks that a page takes which begins in the middle of the list. */
  async function blocksAt(path: string, pages: number): Promise<number> {
    let next = `${path}&limit=100`;
    for (let page = 0; page < pages; page++) {
      const { next_cursor } = (await max.get(next)).body.data as { next_cursor: string };
      next = `${path}&limit=100&cursor=${next_cursor}`;
    }
    const asked = await statementsOf(app, () => max.get(next));
    const listing = asked.filter(({ text }) => /FROM task_labels/.test(text));
    expect(listing).toHaveLength(1);
    const [{ text } = { text: '' }] = listing;
    expect((await stepsOf(onlooker, text)).filter((step) => /Seq Scan/.test(step))).toEqual([]);
    return blocksOf(onlooker, listing[0] as Statement);
  }

  test.each(ORDERED)('SPEC-029.13: reads %s from an index, at the same cost at any depth', async (path) => {
    const asked = path.replace(':id', String(large));
    const [first, deep] = [await blocksAt(asked, 0), await blocksAt(asked, 15)];
    // Labels, people and projects are looked up for each task of the page.
    expect(first).toBeLessThan(3_000);
    expect(deep).toBeLessThan(first * 1.5 + 300);
  });
});
