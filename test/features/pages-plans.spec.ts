import { Client, escapeLiteral } from 'pg';
import { Courier } from '../../src/platform/events/courier.js';
import { startApp, type TestApp } from '../support/app.js';
import type { Person } from '../support/people.js';
import { type Statement, statementsOf } from '../support/statements.js';

/** With this many rows a plan that reads too much is dearer than one that doesn't, so the planner shows its colours. */
const PROJECTS = 2_000;
const SMALL_TASKS = 30_000;
const BIG_TASKS = 6_000;

let app: TestApp;
let onlooker: Client;
let ann: Person;
let admin: Person;
/** Ann's project with many tasks, of which only the newest are to be done. */
let big: number;

beforeAll(async () => {
  app = await startApp();
  ann = await app.person('Ann');
  admin = await app.admin();
  onlooker = new Client(app.databaseUrl);
  await onlooker.connect();
  big = await fill();
  // What it asks of its own accord would be taken for what the reader asked.
  await app.get(Courier).beforeApplicationShutdown();
});

afterAll(async () => {
  await onlooker.end();
  await app.stop();
});

async function fill(): Promise<number> {
  const { rows } = await onlooker.query<{ id: number }>(
    'INSERT INTO projects (name, owner_id) VALUES ($1, $2) RETURNING id',
    ['Big', ann.id],
  );
  const id = Number(rows[0]?.id);
  await onlooker.query(`
    INSERT INTO users (email, email_key, display_name, password_hash)
    SELECT 'p' || i, 'p' || i, 'Person ' || i, '-' FROM generate_series(1, 500) i;
    INSERT INTO projects (name, owner_id, status)
    SELECT 'Project ' || i, (SELECT min(id) + i % 500 FROM users),
      CASE WHEN i % 50 = 0 THEN 'archived' ELSE 'active' END FROM generate_series(1, ${PROJECTS}) i;
    INSERT INTO tasks (project_id, title, status, priority, assignee_id)
    SELECT p.id, 'Task ' || i, (ARRAY['todo', 'in_progress', 'done'])[1 + i % 3],
      (ARRAY['low', 'medium', 'high'])[1 + i % 7 % 3], CASE WHEN i % 4 > 0 THEN p.owner_id + 1 END
    FROM generate_series(1, ${SMALL_TASKS}) i JOIN projects p ON p.id = ${id} + 1 + i % (${PROJECTS} - 1);
    INSERT INTO tasks (project_id, title, status)
    SELECT ${id}, 'Big ' || i, CASE WHEN i > ${BIG_TASKS} - 100 THEN 'todo' ELSE 'done' END
    FROM generate_series(1, ${BIG_TASKS}) i;
    INSERT INTO labels (project_id, name, name_key, color)
    SELECT p.id, 'Label ' || i, 'label ' || i, '#000000' FROM projects p, generate_series(1, 5) i;
    INSERT INTO task_labels (task_id, label_id)
    SELECT t.id, l.id FROM tasks t CROSS JOIN LATERAL (SELECT id FROM labels WHERE project_id = t.project_id LIMIT 2) l;
    INSERT INTO comments (task_id, author_id, body)
    SELECT t.id, t.assignee_id, 'Words' FROM tasks t, generate_series(1, 2);
    INSERT INTO articles (title, body, author_id)
    SELECT 'Article ' || i, 'Words', ${admin.id} FROM generate_series(1, 3000) i`);
  await onlooker.query('VACUUM ANALYZE');
  return id;
}

/** What the program asks the database for when a person reads something, about the rows of that kind. */
async function askedFor(person: Person, path: string): Promise<Statement[]> {
  const asked = await statementsOf(app, async () => expect((await person.get(path)).status).toBe(200));
  return asked.filter(({ text }) => /FROM (tasks|projects|comments|articles|unnest|\()/.test(text));
}

/** The last of it is the page itself; before that the row was read whose list it is. */
async function pageOf(person: Person, path: string): Promise<Statement> {
  return (await askedFor(person, path)).at(-1) as Statement;
}

interface Plan {
  'Node Type': string;
  'Relation Name'?: string;
  'Shared Hit Blocks': number;
  'Shared Read Blocks': number;
  Plans?: Plan[];
}

/** How the database carries it out as the prepared statement that it is, for these values or for any. */
async function planOf({ text, values }: Statement, mode: 'custom' | 'generic'): Promise<Plan> {
  const literals = values.map((value) => {
    if (value === null) return 'NULL';
    return escapeLiteral(Array.isArray(value) ? `{${value.join(',')}}` : String(value));
  });
  await onlooker.query(`SET plan_cache_mode = force_${mode}_plan`);
  await onlooker.query(`PREPARE page AS ${text}`);
  const explain = `EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) EXECUTE page (${literals.join(', ')})`;
  const { rows } = await onlooker.query<{ 'QUERY PLAN': { Plan: Plan }[] }>(explain);
  await onlooker.query('DEALLOCATE page');
  return rows[0]?.['QUERY PLAN'][0]?.Plan as Plan;
}

function steps(plan: Plan): string[] {
  return [plan['Node Type'], ...(plan.Plans ?? []).flatMap(steps)];
}

function blocks(plan: Plan): number {
  return plan['Shared Hit Blocks'] + plan['Shared Read Blocks'];
}

/** In order already, as it comes from its index. */
const ORDERED = /Sort|Seq Scan/;
/** A page from each of a few ranges of an index is put in order: a hundred rows, however many there are. */
const MERGED = /Seq Scan/;
/** Those who are mentioned in a comment are put in order, where there are any. */
const MENTIONS = /Seq Scan/;

describe.each(['custom', 'generic'] as const)('With a %s plan', (mode) => {
  test.each([
    ['ann', '/projects/{big}/tasks?status=todo', ORDERED],
    ['ann', '/projects/{big}/tasks?status=done&priority=medium', ORDERED],
    ['ann', '/projects/{big}/tasks?status=todo&assignee_id=none', ORDERED],
    ['ann', '/projects/{big}/tasks', MERGED],
    ['ann', '/projects/{big}/tasks?status=todo,in_progress', MERGED],
    ['ann', '/tasks', MERGED],
    ['ann', '/tasks?status=todo', MERGED],
    ['ann', '/tasks?project_id={big}&status=todo', MERGED],
    ['ann', '/tasks?assignee_id=me', MERGED],
    ['ann', '/projects', MERGED],
    ['ann', '/projects?status=archived', MERGED],
    ['ann', '/tasks/{task}/comments', MENTIONS],
    ['ann', '/articles', ORDERED],
    ['admin', '/tasks', ORDERED],
    ['admin', '/tasks?status=todo', ORDERED],
    ['admin', '/tasks?assignee_id=5', MERGED],
    ['admin', '/projects', ORDERED],
    ['admin', '/projects?status=archived', ORDERED],
  ])('SPEC-007.24: %s reads %s from an index, and no more than a page', async (who, path, avoided) => {
    const [task] = (await ann.get(`/projects/${big}/tasks?limit=1`).then(({ body }) => body.data as Items)).items;
    const place = path.replace('{big}', String(big)).replace('{task}', String(task?.id));
    const plan = await planOf(await pageOf(who === 'ann' ? ann : admin, place), mode);
    expect(steps(plan).filter((step) => avoided.test(step))).toEqual([]);
    // The labels of a task take some eight.
    expect(blocks(plan)).toBeLessThan(500);
  });

  test('SPEC-007.24: the last page costs what the first does', async () => {
    for (const list of [`/projects/${big}/tasks`, '/tasks?status=done']) {
      const first = await planOf(await pageOf(ann, `${list}${list.includes('?') ? '&' : '?'}limit=100`), mode);
      const last = await planOf(
        await pageOf(ann, await lastPage(`${list}${list.includes('?') ? '&' : '?'}limit=100`)),
        mode,
      );
      expect(blocks(last)).toBeLessThan(blocks(first) * 1.5);
    }
  });
});

test('what a path names is found, judged and shown with one statement', async () => {
  const { items } = (await ann.get('/tasks?limit=1')).body.data as Items;
  for (const path of [`/tasks/${items[0]?.id}`, `/projects/${big}`, '/articles/1']) {
    expect(await askedFor(ann, path)).toHaveLength(1);
  }
});

interface Items {
  items: { id: number }[];
  next_cursor: string | null;
}

/** The last full page. */
async function lastPage(path: string): Promise<string> {
  let last = path;
  for (let next: string | null = null; ;) {
    const place: string = next ? `${path}&cursor=${next}` : path;
    const page = (await ann.get(place)).body.data as Items;
    if (page.items.length === 100) last = place;
    if (!page.next_cursor) return last;
    next = page.next_cursor;
  }
}
