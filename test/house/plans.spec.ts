import { Client } from 'pg';
import { Courier } from '../../src/platform/events/courier.js';
import { startApp, type TestApp } from '../support/app.js';
import { FEED_WORKS } from '../support/feed-works.js';
import { FEEDS, fill, INVITE, SEEDING_MS, SHARE, SIZE, WATCH, WORDS_INDEX } from '../support/full-size.js';
import type { Person } from '../support/people.js';
import * as plans from '../support/plans.js';
import { type Statement, statementsOf } from '../support/statements.js';

let app: TestApp;
let onlooker: Client;
let ann: Person;
let admin: Person;
/** A member of many projects of others. */
let sue: Person;
let project: number;
let task: number;
/** Others of hers: one that stays, one that is deleted. */
let other: number;
let spare: number;
/** Another project of hers. */
let elsewhere: number;
let label: number;
/** One of those that Sue is a member of. */
let shared: number;

beforeAll(async () => {
  app = await startApp();
  await app.quieten();
  onlooker = new Client(app.databaseUrl);
  await onlooker.connect();
  const { rows } = await onlooker.query<{ index: string }>(WORDS_INDEX);
  await onlooker.query('DROP INDEX search_entries_words_idx');
  await onlooker.query(fill(SIZE));
  await onlooker.query(rows[0]?.index ?? '');
  await onlooker.query(FEEDS);
  [ann, admin, sue] = [await app.person('Ann'), await app.admin(), await app.person('Sue')];
  await onlooker.query(SHARE, [sue.id]);
  await onlooker.query(WATCH, [sue.id]);
  project = ((await ann.post('/projects', { name: 'Hers' })).body.data as { id: number }).id;
  elsewhere = await made('/projects', { name: 'Also hers' });
  const newTask = () => made(`/projects/${project}/tasks`, { title: 'Hers' });
  [task, other, spare] = [await newTask(), await newTask(), await newTask()];
  label = await made(`/projects/${project}/labels`, { name: 'Hers', color: '#000000' });
  shared = ((await sue.get('/projects?limit=1')).body.data as { items: { id: number }[] }).items[0]?.id ?? 0;
  await onlooker.query(INVITE, [project]);
  // Who asks is known from now on.
  await admin.get('/tasks?limit=1');
  await app.idle();
  await app.get(Courier).beforeApplicationShutdown();
  await onlooker.query('VACUUM ANALYZE');
}, SEEDING_MS);

afterAll(async () => {
  await onlooker.end();
  await app.stop();
});

async function made(path: string, body: object): Promise<number> {
  return ((await ann.post(path, body)).body.data as { id: number }).id;
}

const stepsOf = (text: string) => plans.stepsOf(onlooker, text);
const blocksOf = (statement: Statement) => plans.blocksOf(onlooker, statement);

/** Deep in the list of all that there is. */
async function deepPage(): Promise<string> {
  const { next_cursor } = (await admin.get('/tasks?limit=20')).body.data as { next_cursor: string };
  return `/tasks?limit=20&cursor=${next_cursor}`;
}

const REQUESTS: Record<string, () => Promise<{ status: number }>> = {
  'W1 read a task': () => ann.get(`/tasks/${task}`),
  'W2 a page of tasks of one status': () => ann.get(`/projects/${project}/tasks?status=todo`),
  'W3 create a task': () => ann.post(`/projects/${project}/tasks`, { title: 'One more' }),
  'W4 change a status': () => ann.patch(`/tasks/${task}`, { status: 'in_progress' }),
  'W5 the first page of all tasks': () => admin.get('/tasks?limit=20'),
  'a page of the files of a task': () => ann.get(`/tasks/${task}/files`),
  'W5 a page at any depth': async () => admin.get(await deepPage()),
};

describe('At full size, and for people who are known,', () => {
  test.each(Object.keys(REQUESTS))('SPEC-007.24: %s scans no table and sorts nothing', async (name) => {
    const asked = await statementsOf(app, async () => {
      expect((await REQUESTS[name]!()).status).toBeLessThan(300);
    });
    expect(asked).not.toEqual([]);
    for (const { text } of asked) {
      const dear = (await stepsOf(text)).filter((step) => /Seq Scan|Sort/.test(step));
      expect({ text, dear }).toEqual({ text, dear: [] });
    }
  });
});

/** What asks for permissions: these are few, and may be scanned. */
const WITH_PERMISSIONS: Record<string, () => Promise<{ status: number }>> = {
  'a page of watchers': () => ann.get(`/tasks/${task}/watchers`),
  'a comment that mentions somebody': () => ann.post(`/tasks/${task}/comments`, { body: 'Me', mention_ids: [ann.id] }),
};

test.each(Object.keys(WITH_PERMISSIONS))('SPEC-007.24: %s scans no table that grows', async (name) => {
  const asked = await statementsOf(app, async () => {
    expect((await WITH_PERMISSIONS[name]!()).status).toBeLessThan(300);
  });
  for (const { text } of asked) {
    const dear = (await stepsOf(text)).filter((step) =>
      /Seq Scan on (?!roles|permissions|role_permissions)/.test(step),
    );
    expect({ text, dear }).toEqual({ text, dear: [] });
  }
});

/** They lock rows in an order, for which a few of them are sorted. */
const OF_AN_EDITOR: Record<string, () => Promise<{ status: number }>> = {
  'moves a task before another': () => ann.post(`/tasks/${spare}/move`, { before_id: task }),
  'moves a task to the end': () => ann.post(`/tasks/${task}/move`, { to: 'last' }),
  'makes a subtask': () => ann.post(`/projects/${project}/tasks`, { title: 'Part', parent_id: other }),
  'makes a task a subtask': () => ann.patch(`/tasks/${spare}`, { parent_id: other }),
  'lists subtasks': () => ann.get(`/projects/${project}/tasks?parent_id=${other}`),
  'relates two tasks': () => ann.post(`/tasks/${task}/relations`, { type: 'blocks', task_id: other }),
  'lists relations': () => ann.get(`/tasks/${task}/relations`),
  'moves a task to another project': () => ann.post(`/tasks/${other}/move`, { project_id: elsewhere }),
  'deletes a task': () => ann.delete(`/tasks/${other}`),
};

describe('At full size, an editor', () => {
  test.each(Object.keys(OF_AN_EDITOR))('SPEC-007.24: %s without scanning a table', async (name) => {
    const asked = await statementsOf(app, async () => {
      expect((await OF_AN_EDITOR[name]!()).status).toBeLessThan(300);
    });
    for (const { text } of asked) {
      const dear = (await stepsOf(text)).filter((step) => /Seq Scan/.test(step));
      expect({ text, dear }).toEqual({ text, dear: [] });
    }
  });
});

test('SPEC-024.9: the history of a task is read from its own index', async () => {
  const asked = await statementsOf(app, () => ann.get(`/tasks/${task}/history`));
  const [statement] = asked.filter(({ text }) => text.includes('FROM events'));
  const steps = await stepsOf(statement?.text ?? '');
  expect(steps.filter((step) => /Scan on events|Sort/.test(step))).toEqual(['Index Scan on events']);
});

test.each(Object.keys(FEED_WORKS))('SPEC-007.24: %s scans no table that grows', async (name) => {
  const stage = { app, onlooker, ann, sue, project, elsewhere, task, label, shared };
  const asked = await statementsOf(app, () => FEED_WORKS[name]!(stage));
  expect(asked).not.toEqual([]);
  for (const { text } of asked) {
    const dear = (await stepsOf(text)).filter((step) =>
      /Seq Scan on (?!roles|permissions|role_permissions|live_instances)/.test(step),
    );
    expect({ text, dear }).toEqual({ text, dear: [] });
  }
});

/** Where a page is put together from one range of an index for each project, it is put in order at the end. */
const OF_A_MEMBER: [string, RegExp][] = [
  ['/projects', /Seq Scan|Sort/],
  ['/projects?role=editor', /Seq Scan|Sort/],
  ['/projects?status=active', /Seq Scan|Sort/],
  ['/tasks', /Seq Scan/],
  ['/tasks?status=todo', /Seq Scan/],
  ['/tasks?status=todo&parent_id=none', /Seq Scan/],
  ['/tasks?status=todo,done&priority=medium', /Seq Scan/],
  ['/tasks?assignee_id=me', /Seq Scan/],
  ['/tasks?watching=true', /Seq Scan/],
  ['/tasks?watching=false', /Seq Scan/],
  ['/tasks?overdue=false&query=task&updated_since=2020-01-01T00:00:00Z', /Seq Scan/],
  ['/tasks?sort=-id', /Seq Scan/],
  ['/tasks?sort=due_on', /Seq Scan/],
  ['/tasks?sort=-updated_at', /Seq Scan/],
  ['/tasks?sort=-priority', /Seq Scan/],
  ['/tasks?sort=due_on&status=todo', /Seq Scan/],
];

/** Who asks for what. */
const FOUND: [string, string, () => Person][] = [
  ['a member', '/people?limit=20', () => sue],
  ['a member', '/people?limit=20&query=pers', () => sue],
  ['a member', '/people?limit=20&query=per 12', () => sue],
  ['an administrator', '/people?limit=20', () => admin],
  ['an administrator', '/people?limit=20&query=pers', () => admin],
  ['an administrator', '/people?limit=20&query=per 12', () => admin],
  ['a manager', '/projects/:id/invitations?limit=20', () => ann],
];

describe(`A member of ${SIZE.shared} projects among ${SIZE.projects}`, () => {
  test.each(OF_A_MEMBER)('SPEC-007.24: reads %s from indexes, at any depth', async (path, avoided) => {
    const first = `${path}${path.includes('?') ? '&' : '?'}limit=20`;
    const { items, next_cursor } = (await sue.get(first)).body.data as { items: unknown[]; next_cursor: string | null };
    if (!path.endsWith('me')) expect(items).toHaveLength(20);
    for (const page of next_cursor ? [first, `${first}&cursor=${next_cursor}`] : [first]) {
      const asked = await statementsOf(app, () => sue.get(page));
      // What is overdue also depends on the time zone of the reader, which is looked up before.
      expect(asked).toHaveLength(page.includes('overdue') ? 2 : 1);
      for (const statement of asked.slice(-1)) {
        const dear = (await stepsOf(statement.text)).filter((step) => avoided.test(step));
        expect({ text: statement.text, dear }).toEqual({ text: statement.text, dear: [] });
        // What isn't in an index is read from each task that a range comes to.
        const blocks = path.includes('watching') ? 40 : /sort=|query=/.test(path) ? 30 : 15;
        expect(await blocksOf(statement)).toBeLessThan(path.startsWith('/projects') ? 200 : SIZE.shared * blocks);
      }
    }
  });
});

describe('A page of people or invitations', () => {
  test.each(FOUND)('SPEC-018.7, SPEC-018.18: is read from indexes by %s: %s', async (_, path, reader) => {
    const asked = await statementsOf(app, async () => {
      const { status, body } = await reader().get(path.replace(':id', String(project)));
      expect(status).toBe(200);
      expect((body.data as { items: unknown[] }).items).not.toEqual([]);
    });
    const statement = asked.at(-1) as Statement;
    const steps = await stepsOf(statement.text);
    const dear = steps.filter((step) => /Seq Scan on (users|project_members|invitations)/.test(step));
    expect({ text: statement.text, dear }).toEqual({ text: statement.text, dear: [] });
    expect(await blocksOf(statement)).toBeLessThan(SIZE.shared * 15);
  });
});

/** Common, scattered, rare and missing words, and words that are common each but never together. */
const SEARCHES = ['words', 'task', '1', '199', '199999', 'xyzzy', 'task words', 'task 199999', 'p1-1'];

describe('A search', () => {
  test.each([
    ['the owner of a small project', () => ann, 6_000],
    ['a member of many projects', () => sue, 40_000],
    ['an administrator', () => admin, 10_000],
  ])('SPEC-021.10: for %s reads a bounded number of rows from indexes, by kept plans', async (_, reader, most) => {
    const searches: Statement[] = [];
    for (const query of SEARCHES) {
      const asked = await statementsOf(app, async () => {
        expect((await reader().get(`/search?query=${encodeURIComponent(query)}`)).status).toBe(200);
      });
      searches.push(...asked.filter(({ text }) => /search_entries|AS wanted/.test(text)));
      let blocks = 0;
      for (const statement of asked) {
        const dear = (await stepsOf(statement.text)).filter((step) => /Seq Scan/.test(step));
        expect({ query, text: statement.text, dear }).toEqual({ query, text: statement.text, dear: [] });
        blocks += await blocksOf(statement);
      }
      expect({ query, isDear: blocks > most, blocks }).toEqual({ query, isDear: false, blocks });
    }
    expect(await plans.plannedAnew(onlooker, searches)).toEqual([]);
  });
});
