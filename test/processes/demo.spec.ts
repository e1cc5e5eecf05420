import { generateRsaPrivateKey } from '../../src/platform/config/keys.js';
import { cloneDatabase, type TestDatabase } from '../support/databases.js';
import { ask } from '../support/ask.js';
import { until } from '../support/until.js';
import { emptyCheckout, Program } from '../support/program.js';

const checkout = emptyCheckout();
let database: TestDatabase;
beforeEach(async () => {
  database = await cloneDatabase();
});
afterEach(() => database.drop());

const startDemo = (env = {}) => Program.start(checkout.path, { DATABASE_URL: database.url, ...env }, ['--demo']);

function signIns({ said }: Program): { people: string[]; password: string } {
  const people = /Demo sign-ins +(.+)/.exec(said)?.[1] ?? '';
  return { people: people.split(', '), password: /Demo password +(.+?) {3}/.exec(said)?.[1] ?? '' };
}

async function signIn(program: Program, email: string, password: string): Promise<(path: string) => Promise<unknown>> {
  const body = JSON.stringify({ email, password });
  const headers = { 'Content-Type': 'application/json' };
  const answer = await fetch(`${program.url}/auth/login`, { method: 'POST', headers, body });
  expect(answer.status).toBe(200);
  const { data } = (await answer.json()) as { data: { access_token: string } };
  const authorization = { Authorization: `Bearer ${data.access_token}` };
  return async (path) =>
    ((await (await fetch(program.url + path, { headers: authorization })).json()) as { data: unknown }).data;
}

const counts = () =>
  ask(
    database.url,
    `SELECT (SELECT count(*)::int FROM users WHERE email LIKE '%.example') AS people,
       (SELECT count(*)::int FROM projects WHERE name <> 'Garden') AS projects, (SELECT count(*)::int FROM tasks) AS tasks,
       (SELECT count(*)::int FROM invitations) AS invitations,
       (SELECT count(DISTINCT role)::int FROM project_members) AS roles,
       (SELECT count(*) > 20 FROM comments) AS "hasComments",
       (SELECT count(*)::int FROM labels) AS labels,
       (SELECT count(*) > 2 FROM tasks WHERE status <> 'done' AND due_on < current_date - 1) AS "hasOverdue",
       (SELECT count(*) > 3 FROM tasks WHERE parent_id IS NOT NULL) AS "hasSubtasks",
       (SELECT count(*) > 3 FROM task_relations) AS "hasRelations",
       (SELECT count(*) > 10 FROM task_watchers) AS "hasWatchers",
       (SELECT count(*) > 3 FROM comments WHERE mention_ids <> '{}') AS "hasMentions"`,
  );

/** Somebody has tried the program before, as the README says. */
const MAKE_A_GARDEN = `
  WITH ann AS (
    INSERT INTO users (email, email_key, display_name, password_hash)
    VALUES ('ann@example.com', 'ann@example.com', 'Ann', '') RETURNING id
  )
  INSERT INTO all_projects (owner_id, name, key) SELECT id, 'Garden', 'GARDEN' FROM ann`;

const wrongStats = `
  SELECT p.id FROM all_projects p JOIN tasks t ON t.project_id = p.id GROUP BY p.id
  HAVING (p.todo_count, p.in_progress_count, p.done_count) <> (count(*) FILTER (WHERE t.status = 'todo'),
    count(*) FILTER (WHERE t.status = 'in_progress'), count(*) FILTER (WHERE t.status = 'done'))`;

const MADE = {
  people: 5,
  projects: 2,
  tasks: 60,
  invitations: 1,
  roles: 5,
  labels: 8,
  hasComments: true,
  hasOverdue: true,
  hasSubtasks: true,
  hasRelations: true,
  hasWatchers: true,
  hasMentions: true,
};

interface ProjectSeen {
  stats: { todo: number; in_progress: number; done: number };
}

describe('the demo', () => {
  it('SPEC-012.21: has people, projects, tasks and comments, and makes no second set', async () => {
    await ask(database.url, MAKE_A_GARDEN);
    const first = await startDemo();
    const { people, password } = signIns(first);
    expect(people).toHaveLength(5);
    expect(await counts()).toEqual([MADE]);
    await until(async () => (await ask(database.url, wrongStats)).length === 0);
    for (const email of people) {
      const get = await signIn(first, email, password);
      const { items: open } = (await get('/tasks?assignee_id=me&status=in_progress')) as { items: unknown[] };
      expect(open.length).toBeGreaterThan(1);
      const { items } = (await get('/projects')) as { items: ProjectSeen[] };
      for (const { stats } of items) {
        expect(stats.todo + stats.in_progress + stats.done).toBe(30);
        expect(Math.min(...Object.values(stats))).toBeGreaterThan(3);
      }
    }
    expect(first.said).not.toContain('Mail to');
    expect(await first.end('SIGTERM')).toBe(0);

    const second = await startDemo();
    expect(signIns(second)).toEqual({ people, password });
    expect(await counts()).toEqual([MADE]);
    expect(await second.end('SIGTERM')).toBe(0);
  });

  it('is refused in production, in words, before anything is touched', async () => {
    const production = {
      NODE_ENV: 'production',
      DATABASE_URL: database.url,
      JWT_PRIVATE_KEY: generateRsaPrivateKey(),
      SECRET_KEY: 'k'.repeat(32),
      ADMIN_EMAIL: 'admin@fasttrack.local',
      ADMIN_PASSWORD: 'long enough',
    };
    const program = Program.launch(checkout.path, production, ['--demo']);
    expect(await program.end()).toBe(1);
    expect(program.said).toContain('not for NODE_ENV=production');
    expect(await counts()).toMatchObject([{ people: 0, tasks: 0 }]);
  });

  it('is not there without being asked for', async () => {
    const program = await Program.start(checkout.path, { DATABASE_URL: database.url });
    expect(program.said).not.toContain('Demo');
    expect(await counts()).toMatchObject([{ people: 0, tasks: 0 }]);
  });
});
