import { Client, escapeLiteral } from 'pg';
import { Courier } from '../../src/platform/events/courier.js';
import { startApp, type TestApp } from '../support/app.js';
import type { Person } from '../support/people.js';
import { type Statement, statementsOf } from '../support/statements.js';

/** The workspace of the benchmark, in more projects, and with one person who is in many of them. */
const SIZE = {
  people: 1_000,
  projects: 20_000,
  shared: 500,
  tasks: 200_000,
  comments: 500_000,
  relations: 20_000,
  files: 20_000,
};
const SEEDING_MS = 400_000;

const FILL = `
  INSERT INTO users (email, email_key, display_name, password_hash)
  SELECT 'p' || i, 'p' || i, 'Person ' || i, '-' FROM generate_series(1, ${SIZE.people}) i;
  INSERT INTO user_roles (user_id, role_id)
  SELECT u.id, r.id FROM users u, roles r WHERE r.name = 'user' ON CONFLICT DO NOTHING;
  INSERT INTO projects (name, owner_id)
  SELECT 'Project ' || i, (SELECT min(id) FROM users WHERE email = 'p1') + i % ${SIZE.people}
  FROM generate_series(1, ${SIZE.projects}) i;
  INSERT INTO tasks (project_id, title, status, assignee_id)
  SELECT p.id, 'Task ' || i, (ARRAY['todo', 'in_progress', 'done'])[1 + i / ${SIZE.projects} % 3],
    CASE WHEN i % 5 > 0 THEN p.owner_id END
  FROM generate_series(1, ${SIZE.tasks}) i
  JOIN projects p ON p.id = (SELECT min(id) FROM projects) + i % ${SIZE.projects};
  INSERT INTO labels (project_id, name, name_key, color)
  SELECT p.id, i, i, '#000000' FROM projects p, generate_series(1, 3) i;
  INSERT INTO task_labels SELECT t.id, l.id FROM tasks t JOIN labels l ON l.project_id = t.project_id WHERE t.id % 5 = 0;
  INSERT INTO comments (task_id, author_id, body)
  SELECT first.task + i % ${SIZE.tasks}, first.person + i % ${SIZE.people}, 'Words'
  FROM generate_series(1, ${SIZE.comments}) i,
    (SELECT (SELECT min(id) FROM tasks) AS task, (SELECT min(id) FROM users) AS person) first;
  INSERT INTO task_relations (from_task_id, type, to_task_id)
  SELECT first.task + i, (ARRAY['blocks', 'duplicates', 'relates_to'])[1 + i % 3], first.task + i + 1 + i % 7
  FROM generate_series(1, ${SIZE.relations}) i, (SELECT min(id) AS task FROM tasks) first;
  ALTER TABLE files DISABLE TRIGGER files_limit;
  INSERT INTO files (task_id, author_id, name, size, content_type, sha256, object_key)
  SELECT first.task + i % ${SIZE.tasks}, first.person + i % ${SIZE.people}, 'Name', 1, 'text/plain', '', 'x/' || i
  FROM generate_series(1, ${SIZE.files}) i,
    (SELECT (SELECT min(id) FROM tasks) AS task, (SELECT min(id) FROM users) AS person) first;
  ALTER TABLE files ENABLE TRIGGER files_limit;
  INSERT INTO articles (title, body) SELECT 'Article ' || i, 'Words' FROM generate_series(1, 1000) i;
  INSERT INTO events (type, actor_id, subject_type, subject_id, data)
  SELECT 'task.created', p.owner_id, 'task', t.id, '{}' FROM tasks t JOIN projects p ON p.id = t.project_id;
  INSERT INTO notifications (user_id, seq, type, data)
  SELECT (SELECT min(id) FROM users) + i % ${SIZE.people}, 1 + i / ${SIZE.people}, 'task_assigned', '{}'
  FROM generate_series(1, ${SIZE.tasks}) i`;

/** Many in other projects, and some in this one. */
const INVITE = `
  INSERT INTO invitations (project_id, inviter_id, email, email_key, role, salt, token_hash, expires_at)
  SELECT id, owner_id, n || '@x', n || '@x', 'viewer', '', sha256((id || ' ' || n)::bytea), now() + interval '1 day'
  FROM projects, generate_series(1, CASE WHEN id = $1 THEN 90 ELSE 1 END) n`;

/** Made anew when everything is there: row by row it takes far longer. */
const WORDS_INDEX = `SELECT pg_get_indexdef('search_entries_words_idx'::regclass) AS index`;

/** Spread over all that there are. */
const SHARE = `
  INSERT INTO project_members (project_id, user_id, role)
  SELECT id, $1, (ARRAY['viewer', 'commenter', 'editor', 'manager'])[1 + id / 40 % 4] FROM projects
  WHERE id % ${SIZE.projects / SIZE.shared} = 0 ORDER BY id LIMIT ${SIZE.shared}`;

/** Half of the tasks that a person may read. */
const WATCH = `
  INSERT INTO task_watchers (task_id, user_id)
  SELECT t.id, m.user_id FROM project_members m JOIN tasks t USING (project_id) WHERE m.user_id = $1 AND t.number % 2 = 0`;

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

beforeAll(async () => {
  app = await startApp();
  onlooker = new Client(app.databaseUrl);
  await onlooker.connect();
  const { rows } = await onlooker.query<{ index: string }>(WORDS_INDEX);
  await onlooker.query('DROP INDEX search_entries_words_idx');
  await onlooker.query(FILL);
  await onlooker.query(rows[0]?.index ?? '');
  [ann, admin, sue] = [await app.person('Ann'), await app.admin(), await app.person('Sue')];
  await onlooker.query(SHARE, [sue.id]);
  await onlooker.query(WATCH, [sue.id]);
  project = ((await ann.post('/projects', { name: 'Hers' })).body.data as { id: number }).id;
  elsewhere = await made('/projects', { name: 'Also hers' });
  const newTask = () => made(`/projects/${project}/tasks`, { title: 'Hers' });
  [task, other, spare] = [await newTask(), await newTask(), await newTask()];
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

interface Plan {
  'Node Type': string;
  'Relation Name'?: string;
  Plans?: Plan[];
}

/** How it is carried out, whatever its values are: as a prepared statement is after a few times. */
async function stepsOf(text: string): Promise<string[]> {
  const { rows } = await onlooker.query<{ 'QUERY PLAN': { Plan: Plan }[] }>(
    `EXPLAIN (GENERIC_PLAN, FORMAT JSON) ${text}`,
  );
  return flat(rows[0]?.['QUERY PLAN'][0]?.Plan as Plan);
}

function flat(plan: Plan): string[] {
  const step = [plan['Node Type'], plan['Relation Name']].filter(Boolean).join(' on ');
  return [step, ...(plan.Plans ?? []).flatMap(flat)];
}

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
    const asked = await statementsOf(app.database, async () => {
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
  const asked = await statementsOf(app.database, async () => {
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
    const asked = await statementsOf(app.database, async () => {
      expect((await OF_AN_EDITOR[name]!()).status).toBeLessThan(300);
    });
    for (const { text } of asked) {
      const dear = (await stepsOf(text)).filter((step) => /Seq Scan/.test(step));
      expect({ text, dear }).toEqual({ text, dear: [] });
    }
  });
});

test('SPEC-024.9: the history of a task is read from its own index', async () => {
  const asked = await statementsOf(app.database, () => ann.get(`/tasks/${task}/history`));
  const [statement] = asked.filter(({ text }) => text.includes('FROM events'));
  const steps = await stepsOf(statement?.text ?? '');
  expect(steps.filter((step) => /Scan on events|Sort/.test(step))).toEqual(['Index Scan on events']);
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

const SORTS = ['id', '-id', 'due_on', '-updated_at', '-priority'];
const ORDERED = SORTS.flatMap((sort) => [
  `/projects/:id/tasks?sort=${sort}`,
  `/projects/:id/tasks?sort=${sort}&status=todo`,
  `/tasks?sort=${sort}&assignee_id=me`,
  `/tasks?sort=${sort}`,
]).concat('/projects/:id/tasks?sort=position', '/projects/:id/tasks?sort=position&status=todo');

interface Costs {
  'Shared Hit Blocks': number;
  'Shared Read Blocks': number;
}

/** As the prepared statement that it is, with these values. */
async function blocksOf({ text, values }: Statement): Promise<number> {
  await onlooker.query('SET plan_cache_mode = force_generic_plan');
  await onlooker.query(`PREPARE asked AS ${text}`);
  const literals = values.map((value) => {
    if (value === null) return 'NULL';
    return escapeLiteral(Array.isArray(value) ? `{${value.join(',')}}` : String(value));
  });
  const { rows } = await onlooker.query<{ 'QUERY PLAN': { Plan: Costs }[] }>(
    `EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) EXECUTE asked (${literals.join(', ')})`,
  );
  await onlooker.query('DEALLOCATE asked');
  const plan = rows[0]?.['QUERY PLAN'][0]?.Plan as Costs;
  return plan['Shared Hit Blocks'] + plan['Shared Read Blocks'];
}

describe(`A member of ${SIZE.shared} projects among ${SIZE.projects}`, () => {
  test.each(OF_A_MEMBER)('SPEC-007.24: reads %s from indexes, at any depth', async (path, avoided) => {
    const first = `${path}${path.includes('?') ? '&' : '?'}limit=20`;
    const { items, next_cursor } = (await sue.get(first)).body.data as { items: unknown[]; next_cursor: string | null };
    if (!path.endsWith('me')) expect(items).toHaveLength(20);
    for (const page of next_cursor ? [first, `${first}&cursor=${next_cursor}`] : [first]) {
      const asked = await statementsOf(app.database, () => sue.get(page));
      // What is overdue also depends on the time zone of the reader.
      expect(asked).toHaveLength(page.includes('overdue') ? 2 : 1);
      for (const statement of asked) {
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
    const asked = await statementsOf(app.database, async () => {
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
    const asked = await statementsOf(app.database, () => max.get(next));
    const listing = asked.filter(({ text }) => /FROM task_labels/.test(text));
    expect(listing).toHaveLength(1);
    const [{ text } = { text: '' }] = listing;
    expect((await stepsOf(text)).filter((step) => /Seq Scan/.test(step))).toEqual([]);
    return blocksOf(listing[0] as Statement);
  }

  test.each(ORDERED)('SPEC-029.13: reads %s from an index, at the same cost at any depth', async (path) => {
    const asked = path.replace(':id', String(large));
    const [first, deep] = [await blocksAt(asked, 0), await blocksAt(asked, 15)];
    // Labels, people and projects are looked up for each task of the page.
    expect(first).toBeLessThan(3_000);
    expect(deep).toBeLessThan(first * 1.5 + 300);
  });
});

/** Common, scattered, rare and missing words, and words that are common each but never together. */
const SEARCHES = ['words', 'task', '1', '199', '199999', 'xyzzy', 'task words', 'task 199999', 'p1-1'];

describe('A search', () => {
  test.each([
    ['the owner of a small project', () => ann, 6_000],
    ['a member of many projects', () => sue, 40_000],
    ['an administrator', () => admin, 10_000],
  ])('SPEC-021.10: for %s reads a bounded number of rows from indexes', async (_, reader, most) => {
    for (const query of SEARCHES) {
      const asked = await statementsOf(app.database, async () => {
        expect((await reader().get(`/search?query=${encodeURIComponent(query)}`)).status).toBe(200);
      });
      let blocks = 0;
      for (const statement of asked) {
        const dear = (await stepsOf(statement.text)).filter((step) => /Seq Scan/.test(step));
        expect({ query, text: statement.text, dear }).toEqual({ query, text: statement.text, dear: [] });
        blocks += await blocksOf(statement);
      }
      expect({ query, isDear: blocks > most, blocks }).toEqual({ query, isDear: false, blocks });
    }
  });
});
