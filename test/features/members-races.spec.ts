import { Client } from 'pg';
import { startApp, startBeside, type TestApp } from '../support/app.js';
import { untilBlocked } from '../support/blocked.js';
import type { Answer } from '../support/client.js';
import { make } from '../support/make.js';
import { join } from '../support/members.js';
import type { Person } from '../support/people.js';
import { said } from '../support/outcome.js';

const ROUNDS = 15;

let app: TestApp;
let beside: TestApp;
let olga: Person;
let admin: Person;
/** Another connection, to hold a row at the moment that matters. */
let other: Client;

beforeAll(async () => {
  app = await startApp();
  beside = await startBeside(app);
  [olga, admin] = [await app.person('Olga'), await app.admin()];
  other = new Client(app.databaseUrl);
  await other.connect();
});

afterAll(async () => {
  await other.end();
  await beside.stop();
  await app.stop();
});

interface Place {
  id: number;
  path: string;
  task: string;
  /** Somebody who may do everything but what the owner may. */
  mia: Person;
  ben: Person;
}

async function busyProject(): Promise<Place> {
  const project = await make.project(olga);
  const task = await make.task(olga, project);
  const mia = await join(app, project, await app.person('Mia'), 'manager');
  const ben = await join(app, project, await app.person('Ben'), 'viewer');
  return { id: project.id, path: `/projects/${project.id}`, task: `/tasks/${task.id}`, mia, ben };
}

const WRITES: [string, (place: Place) => Promise<Answer>][] = [
  ['makes a task', ({ mia, path }) => mia.post(`${path}/tasks`, { title: 'One more' })],
  ['changes a task', ({ mia, task }) => mia.patch(task, { title: 'Other' })],
  ['deletes a task', ({ mia, task }) => mia.delete(task)],
  ['comments', ({ mia, task }) => mia.post(`${task}/comments`, { body: 'One more' })],
  ['renames the project', ({ mia, path }) => mia.patch(path, { name: 'Other' })],
  ['changes a role', ({ mia, ben, path }) => mia.patch(`${path}/members/${ben.id}`, { role: 'editor' })],
  ['removes somebody', ({ mia, ben, path }) => mia.delete(`${path}/members/${ben.id}`)],
  ['adds somebody', ({ mia, ben, path }) => mia.post(`${path}/members`, { user_id: ben.id, role: 'editor' })],
];

/** The change of a membership by somebody else, as the program makes it. */
async function meanwhile(
  { id }: Place,
  text: string,
  values: unknown[],
  write: () => Promise<Answer>,
): Promise<Answer> {
  await other.query('BEGIN');
  await other.query('SELECT FROM projects WHERE id = $1 FOR NO KEY UPDATE', [id]);
  await other.query(text, values);
  const answer = write();
  await untilBlocked(app);
  await other.query('COMMIT');
  return answer;
}

describe('Whoever loses their role while they write', () => {
  test.each(WRITES)('SPEC-017.9: and %s is refused, removed or demoted', async (_, write) => {
    for (const text of [
      'DELETE FROM project_members WHERE project_id = $1 AND user_id = $2',
      `UPDATE project_members SET role = 'viewer' WHERE project_id = $1 AND user_id = $2`,
    ]) {
      const place = await busyProject();
      const before = await olga.get(`${place.path}/tasks`);
      const answer = await meanwhile(place, text, [place.id, place.mia.id], () => write(place));
      expect(said(answer)).toBe('403 forbidden');
      expect((await olga.get(`${place.path}/tasks`)).body).toEqual(before.body);
    }
  });

  test('SPEC-017.9: is not refused when the new role is enough', async () => {
    const place = await busyProject();
    const text = `UPDATE project_members SET role = 'editor' WHERE project_id = $1 AND user_id = $2`;
    const write = () => place.mia.patch(place.task, { title: 'Other' });
    expect(said(await meanwhile(place, text, [place.id, place.mia.id], write))).toBe('200');
  });

  test('SPEC-017.9: writes nothing after the answer to the removal, on any instance', async () => {
    for (let round = 0; round < ROUNDS; round++) {
      const place = await busyProject();
      const theirs = { ...place, mia: beside.as(place.mia) };
      const writes = WRITES.map(([, write]) => write(theirs));
      expect((await olga.delete(`${place.path}/members/${place.mia.id}`)).status).toBe(200);
      const late = await Promise.all(WRITES.map(([, write]) => write(theirs)));
      expect(new Set(late.map(({ status }) => status >= 403 && status <= 404))).toEqual(new Set([true]));
      for (const one of (await Promise.all(writes)).map(said)) expect(one).toMatch(/^(200|201|403|404|422)/);
    }
  });
});

describe('Whoever changes a task of theirs', () => {
  test.each([
    ['deleted', '401 token_revoked'],
    ['removed', '403 forbidden'],
  ])('SPEC-017.9: while they are %s waits for that, and is refused', async (how, refusal) => {
    const { ben, mia, task, path, id } = await busyProject();
    await join(app, { id }, ben, 'editor');
    await olga.patch(task, { assignee_id: ben.id });
    const later = await make.task(olga, { id }, { assignee_id: ben.id });
    await app.idle();
    // Whoever takes ben’s tasks from him comes to a stop between the two.
    await other.query('BEGIN');
    await other.query('SELECT FROM tasks WHERE id = $1 FOR NO KEY UPDATE', [later.id]);
    const ended = how === 'deleted' ? admin.delete(`/users/${ben.id}`) : mia.delete(`${path}/members/${ben.id}`);
    await untilBlocked(app);
    const changed = ben.patch(task, { title: 'Last words' });
    await untilBlocked(app, 2);
    await other.query('COMMIT');
    expect((await Promise.all([ended, changed])).map(said)).toEqual(['200', refusal]);
    expect((await olga.get(task)).body.data).toMatchObject({ title: 'Water the beds', assignee: null });
  });
});

describe('Two at the same moment', () => {
  test('SPEC-017.9: two managers remove each other: one is removed', async () => {
    for (let round = 0; round < ROUNDS; round++) {
      const { path, mia, ben, id } = await busyProject();
      await join(app, { id }, ben, 'manager');
      const answers = await Promise.all([
        mia.delete(`${path}/members/${ben.id}`),
        beside.as(ben).delete(`${path}/members/${mia.id}`),
      ]);
      expect(answers.map(said).sort()).toEqual(['200', '403 forbidden']);
    }
  });

  test('SPEC-017.9: two handovers: one is carried out', async () => {
    for (let round = 0; round < ROUNDS; round++) {
      const { path, mia, ben } = await busyProject();
      const answers = await Promise.all([
        olga.patch(path, { owner_id: mia.id }),
        beside.as(olga).patch(path, { owner_id: ben.id }),
      ]);
      expect(answers.map(said).sort()).toEqual(['200', '403 forbidden']);
      const owners = (await admin.get(`${path}/members?role=owner`)).body.data as { items: { user: { id: number } }[] };
      expect(owners.items).toHaveLength(1);
      expect((await admin.get(path)).body.data).toMatchObject({ owner: { id: owners.items[0]?.user.id } });
    }
  });

  test('SPEC-017.9: a handover to a member who is being removed: they are the owner, or a stranger first', async () => {
    for (let round = 0; round < ROUNDS; round++) {
      const { path, mia, ben } = await busyProject();
      const [handed, removed] = await Promise.all([
        olga.patch(path, { owner_id: ben.id }),
        beside.as(mia).delete(`${path}/members/${ben.id}`),
      ]);
      expect(said(handed)).toBe('200');
      expect(said(removed)).toMatch(/^(200|409 owner_role)$/);
      expect((await beside.as(ben).get(path)).body.data).toMatchObject({ role: 'owner', owner: { id: ben.id } });
    }
  });

  test('SPEC-017.9: an account is deleted while it is removed, given tasks, and writes', async () => {
    for (let round = 0; round < ROUNDS; round++) {
      const { path, task, mia, ben, id } = await busyProject();
      await join(app, { id }, ben, 'editor');
      const answers = await Promise.all([
        olga.patch(task, { assignee_id: ben.id }),
        ben.post(`${task}/comments`, { body: 'Still here' }),
        ben.post(`${path}/tasks`, { title: 'For me', assignee_id: ben.id }),
        beside.as(mia).delete(`${path}/members/${ben.id}`),
        beside.as(admin).delete(`/users/${ben.id}`),
      ]);
      for (const one of answers.map(said)) expect(one).toMatch(/^(200|201|401|403|404|422)/);
    }
  });
});
