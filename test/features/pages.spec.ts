import { startApp, type TestApp } from '../support/app.js';
import { make } from '../support/make.js';
import type { Person } from '../support/people.js';

let app: TestApp;
let ann: Person;
let bob: Person;
let admin: Person;

beforeAll(async () => {
  app = await startApp();
  [ann, bob] = await Promise.all([app.person('Ann'), app.person('Bob')]);
  admin = await app.admin();
});

afterAll(() => app.stop());

interface Page {
  items: { id: number }[];
  next_cursor: string | null;
  has_more: boolean;
}

/** Every id of a list, page by page; `between` happens after each page. */
async function walk(person: Person, path: string, limit: number, between?: (ids: number[]) => Promise<unknown>) {
  const ids: number[] = [];
  let cursor = '';
  for (;;) {
    const { body } = await person.get(`${path}${path.includes('?') ? '&' : '?'}limit=${limit}${cursor}`);
    const page = body.data as Page;
    ids.push(...page.items.map(({ id }) => id));
    expect(page.items.length).toBeLessThanOrEqual(limit);
    expect(page.has_more).toBe(page.next_cursor !== null);
    if (!page.next_cursor) return ids;
    expect(page.items).toHaveLength(limit);
    cursor = `&cursor=${page.next_cursor}`;
    await between?.(ids);
  }
}

/** Tasks of Ann's in two projects, every third assigned to Bob, in all statuses. */
async function tasksOfAnn(count: number): Promise<number[]> {
  const projects = [await make.project(ann), await make.project(ann)];
  const rows = await app.database.query<{ id: number }>(
    `INSERT INTO tasks (project_id, title, status, priority, assignee_id)
     SELECT ($1::bigint[])[1 + i % 2], 'Task ' || i, (ARRAY['todo', 'in_progress', 'done'])[1 + i % 3],
       (ARRAY['low', 'medium', 'high'])[1 + i % 5 % 3], CASE WHEN i % 4 = 0 THEN $2::bigint END
     FROM generate_series(1, $3::integer) i RETURNING id`,
    [projects.map(({ id }) => id), bob.id, count],
  );
  return rows.map(({ id }) => id);
}

test.each([1, 7, 100])('SPEC-007.21: a walk in pages of %i sees each task once, in order', async (limit) => {
  const ids = await tasksOfAnn(37);
  const seen = await walk(ann, '/tasks', limit);
  expect(seen).toEqual([...new Set(seen)].sort((a, b) => a - b));
  expect(seen).toEqual(expect.arrayContaining(ids));
  const assigned = await walk(bob, '/tasks', limit);
  expect(assigned.filter((id) => ids.includes(id))).toEqual(ids.filter((_, index) => (index + 1) % 4 === 0));
  expect((await walk(admin, '/tasks', limit)).filter((id) => ids.includes(id))).toEqual(ids);
});

test.each(['/tasks?status=todo,done', '/tasks?priority=high&status=in_progress', '/tasks?assignee_id=me'])(
  'SPEC-007.23: a walk of %s misses nothing while tasks come and go',
  async (path) => {
    const ids = await tasksOfAnn(60);
    const person = path.includes('me') ? bob : ann;
    const expected = (await walk(person, path, 100)).filter((id) => ids.includes(id));
    const removable = expected.filter((_, index) => index % 4 === 1);
    const seen = await walk(person, path, 5, async () => {
      await tasksOfAnn(3);
      await ann.delete(`/tasks/${removable.pop() ?? 0}`);
    });
    const stayed = new Set((await walk(person, path, 100)).filter((id) => ids.includes(id)));
    expect(stayed.size).toBeGreaterThan(expected.length / 2);
    expect(seen.filter((id) => stayed.has(id))).toEqual([...stayed]);
    expect(new Set(seen).size).toBe(seen.length);
  },
);

test('SPEC-007.23: a walk of projects, comments and articles misses nothing either', async () => {
  const cy = await app.person('Cy', ['user', 'editor']);
  const project = await make.project(cy);
  const task = await make.task(cy, project);
  const made: Record<string, () => Promise<{ id: number }>> = {
    '/projects': () => make.project(cy),
    [`/tasks/${task.id}/comments`]: () => make.comment(cy, task),
    '/articles': () => make.article(cy),
  };
  for (const [path, another] of Object.entries(made)) {
    for (let count = 0; count < 9; count++) await another();
    const before = await walk(cy, path, 100);
    const removable = before.filter((_, index) => index % 3 === 2);
    const isComment = path.endsWith('comments');
    const seen = await walk(cy, path, 2, async () => {
      await another();
      await admin.delete(`${isComment ? '/comments' : path}/${removable.pop() ?? 0}`);
    });
    const stayed = new Set((await walk(cy, path, 100)).filter((id) => before.includes(id)));
    expect(seen.filter((id) => stayed.has(id))).toEqual([...stayed]);
    expect(new Set(seen).size).toBe(seen.length);
  }
});

test('SPEC-007.22: a cursor belongs to its filters and its reader', async () => {
  await tasksOfAnn(10);
  const { next_cursor: cursor } = (await ann.get('/tasks?limit=2&status=todo')).body.data as Page;
  expect((await ann.get(`/tasks?limit=5&status=todo&cursor=${cursor}`)).status).toBe(200);
  for (const [person, path] of [
    [ann, `/tasks?cursor=${cursor}`],
    [ann, `/tasks?status=done&cursor=${cursor}`],
    [ann, `/tasks?status=todo&priority=low&cursor=${cursor}`],
    [bob, `/tasks?status=todo&cursor=${cursor}`],
    [ann, `/projects?cursor=${cursor}`],
  ] as const) {
    expect(await person.get(path)).toMatchObject({ status: 400, body: { error: { code: 'invalid_cursor' } } });
  }
});
