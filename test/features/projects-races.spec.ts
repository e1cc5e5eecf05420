import { Client } from 'pg';
import { startApp, type TestApp } from '../support/app.js';
import { untilBlocked } from '../support/blocked.js';
import type { Answer } from '../support/client.js';
import { make } from '../support/make.js';
import type { Person } from '../support/people.js';
import { said } from '../support/outcome.js';

const ROUNDS = 25;

let app: TestApp;
let ann: Person;
let admin: Person;
/** Another connection, to hold a row at the moment that matters. */
let other: Client;

beforeAll(async () => {
  app = await startApp();
  ann = await app.person('Ann');
  admin = await app.admin();
  other = new Client(app.databaseUrl);
  await other.connect();
});

afterAll(async () => {
  await other.end();
  await app.stop();
});

interface Place {
  path: string;
  task: string;
  comment: string;
}

async function busyProject(): Promise<Place> {
  const project = await make.project(ann);
  const task = await make.task(ann, project);
  const comment = await make.comment(ann, task);
  return { path: `/projects/${project.id}`, task: `/tasks/${task.id}`, comment: `/comments/${comment.id}` };
}

const CHANGES: [string, (place: Place) => Promise<Answer>][] = [
  ['make a task', ({ path }) => ann.post(`${path}/tasks`, { title: 'One more' })],
  ['change a task', ({ task }) => ann.patch(task, { title: 'Other' })],
  ['delete a task', ({ task }) => ann.delete(task)],
  ['comment', ({ task }) => ann.post(`${task}/comments`, { body: 'One more' })],
  ['delete a comment', ({ comment }) => ann.delete(comment)],
];

/** All that is below a project, as text. */
async function contents({ path }: Place): Promise<string> {
  const [row] = await app.database.query<{ all: string }>(
    `SELECT coalesce(string_agg(t::text || coalesce((
       SELECT string_agg(c::text, '|' ORDER BY c.id) FROM comments c WHERE c.task_id = t.id), ''), '|' ORDER BY t.id), '')
     AS all FROM tasks t WHERE t.project_id = $1`,
    [Number(path.split('/')[2])],
  );
  return row?.all ?? '';
}

describe('While a project is being archived', () => {
  test.each(CHANGES)('SPEC-004.12: who wants to %s waits, and is refused', async (_, change) => {
    const place = await busyProject();
    const before = await contents(place);
    const id = Number(place.path.split('/')[2]);
    await other.query('BEGIN');
    await other.query('SELECT FROM projects WHERE id = $1 FOR UPDATE', [id]);
    const answer = change(place);
    await untilBlocked(app);
    await other.query("UPDATE projects SET status = 'archived', version = version + 1 WHERE id = $1", [id]);
    await other.query('COMMIT');
    expect(said(await answer)).toBe('409 project_archived');
    expect(await contents(place)).toBe(before);
  });

  test('SPEC-004.12: who was there before comes first', async () => {
    const place = await busyProject();
    const id = Number(place.path.split('/')[2]);
    await other.query('BEGIN');
    await other.query("SELECT FROM projects WHERE id = $1 AND status = 'active' FOR KEY SHARE", [id]);
    const answer = ann.patch(place.path, { status: 'archived' });
    await untilBlocked(app);
    await other.query('INSERT INTO tasks (project_id, title) VALUES ($1, $2)', [id, 'In time']);
    await other.query('COMMIT');
    expect(said(await answer)).toBe('200');
    expect(await contents(place)).toContain('In time');
  });

  test('SPEC-004.12: nothing changes after that is answered, however many try', async () => {
    for (let round = 0; round < ROUNDS; round++) {
      const place = await busyProject();
      const changes = CHANGES.map(([, change]) => change(place));
      const { status } = await ann.patch(place.path, { status: 'archived' });
      const then = await contents(place);
      const late = CHANGES.map(([, change]) => change(place));
      const outcomes = (await Promise.all(changes)).map(said);
      expect(status).toBe(200);
      for (const one of outcomes) expect(['200', '201', '404 not_found', '409 project_archived']).toContain(one);
      for (const one of (await Promise.all(late)).map(said)) expect(one).toMatch(/^(404|409 project_archived)/);
      expect(await contents(place)).toBe(then);
    }
  });
});

test('SPEC-004.14: counting its tasks holds up nobody who works in a project', async () => {
  const place = await busyProject();
  await other.query('BEGIN');
  await other.query('UPDATE projects SET todo_count = todo_count WHERE id = $1', [Number(place.path.split('/')[2])]);
  for (const [name, change] of CHANGES.filter(([name]) => !name.startsWith('delete'))) {
    expect([name, said(await change(place))]).toEqual([name, expect.stringMatching(/^20[01]$/)]);
  }
  await other.query('ROLLBACK');
});

test('SPEC-004.13: a deleted project takes with it whatever was being made in it', async () => {
  for (let round = 0; round < ROUNDS; round++) {
    const place = await busyProject();
    const changes = CHANGES.map(([, change]) => change(place));
    expect((await ann.delete(place.path)).status).toBe(200);
    for (const one of (await Promise.all(changes)).map(said)) expect(one).toMatch(/^(200|201|404 not_found)$/);
    expect(await contents(place)).toBe('');
  }
});

test('SPEC-005.2: a comment on a task that is being deleted is refused, or goes with it', async () => {
  for (let round = 0; round < ROUNDS; round++) {
    const { task } = await busyProject();
    const [deleted, ...written] = await Promise.all([
      ann.delete(task),
      ann.post(`${task}/comments`, { body: 'One' }),
      ann.post(`${task}/comments`, { body: 'Two' }),
    ]);
    expect(deleted.status).toBe(200);
    for (const one of written.map(said)) expect(one).toMatch(/^(201|404 not_found)$/);
    expect(said(await ann.get(`${task}/comments`))).toBe('404 not_found');
  }
});

describe('Somebody whose account is being deleted', () => {
  test('SPEC-003.3: is not given a task, or leaves it to nobody', async () => {
    for (let round = 0; round < ROUNDS; round++) {
      const { path, task } = await busyProject();
      const person = await app.person('Gone');
      const [deleted, ...given] = await Promise.all([
        admin.delete(`/users/${person.id}`),
        ann.patch(task, { assignee_id: person.id }),
        ann.post(`${path}/tasks`, { title: 'Yours', assignee_id: person.id }),
      ]);
      expect(deleted.status).toBe(200);
      for (const one of given.map(said)) expect(one).toMatch(/^(200|201|422 validation_failed)$/);
      const { items } = (await ann.get(`${path}/tasks`)).body.data as { items: { assignee: object | null }[] };
      expect(items.map(({ assignee }) => assignee)).toEqual(items.map(() => null));
    }
  });

  test('SPEC-010.40: is told nothing more, and whoever would tell them does not wait with what the end needs', async () => {
    const { task } = await busyProject();
    const person = await app.person('Gone');
    await ann.patch(task, { assignee_id: person.id });
    await app.idle();
    await other.query('BEGIN');
    await other.query('SELECT FROM users WHERE id = $1 FOR UPDATE', [person.id]);
    expect(said(await ann.post(`${task}/comments`, { body: 'Are you there?' }))).toBe('201');
    await untilBlocked(app);
    const counter = 'SELECT FROM notification_counters WHERE user_id = $1 FOR UPDATE NOWAIT';
    expect((await other.query(counter, [person.id])).rowCount).toBe(1);
    await other.query('DELETE FROM users WHERE id = $1', [person.id]);
    await other.query('COMMIT');
    await app.idle();
    expect(await app.database.query('SELECT FROM deliveries WHERE attempts > 0')).toEqual([]);
  });

  test('SPEC-004.8: either becomes the owner and stays, or goes and does not', async () => {
    const outcomes = new Set<string>();
    for (let round = 0; round < ROUNDS; round++) {
      const { path } = await busyProject();
      const person = await app.person('Gone');
      const [deleted, given] = await Promise.all([
        admin.delete(`/users/${person.id}`),
        ann.patch(path, { owner_id: person.id }),
      ]);
      outcomes.add(`${said(deleted)}, ${said(given)}`);
    }
    for (const one of outcomes) {
      expect(['200, 422 validation_failed', '409 user_owns_projects, 200']).toContain(one);
    }
  });
});
