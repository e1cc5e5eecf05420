import { startApp, type TestApp } from '../support/app.js';
import { make } from '../support/make.js';
import { outcome } from '../support/outcome.js';
import type { Person } from '../support/people.js';

let app: TestApp;
let ann: Person;
let bob: Person;
let eve: Person;
let admin: Person;

beforeAll(async () => {
  app = await startApp();
  [ann, bob, eve] = await Promise.all([app.person('Ann'), app.person('Bob'), app.person('Eve')]);
  admin = await app.admin();
});

afterAll(() => app.stop());

/** A task of Ann's, assigned to Bob. */
async function taskForBob(): Promise<string> {
  const { id } = await make.task(ann, await make.project(ann), { assignee_id: bob.id });
  return `/tasks/${id}`;
}

async function seen(path: string): Promise<Record<string, unknown>> {
  const { body } = await ann.get(path);
  return body.data;
}

/** How much the log has to tell. */
async function eventCount(): Promise<number> {
  const [row] = await app.database.query<{ count: number }>('SELECT count(*) FROM events');
  return row?.count ?? 0;
}

async function disabled(name: string): Promise<Person> {
  const person = await app.person(name);
  await app.database.execute('UPDATE users SET is_active = false WHERE id = $1', [person.id]);
  return person;
}

describe('Making a task', () => {
  test('SPEC-003.1: it starts as todo, with medium priority and nobody to do it', async () => {
    const project = await make.project(ann);
    const { status, body, headers } = await ann.post(`/projects/${project.id}/tasks`, { title: '  Sow  ' });
    expect([status, headers.etag]).toEqual([201, expect.stringMatching(/^"1\.[^"]+"$/)]);
    expect(body.data).toEqual({
      id: expect.any(Number),
      ref: expect.stringMatching(/^GARDEN\d*-1$/),
      recurrence: null,
      number: 1,
      project_id: project.id,
      parent_id: null,
      position: '80000001',
      title: 'Sow',
      description: null,
      status: 'todo',
      priority: 'medium',
      assignee: null,
      labels: [],
      start_on: null,
      due_on: null,
      version: 1,
      created_at: expect.stringMatching(/Z$/),
      updated_at: expect.stringMatching(/Z$/),
    });
  });

  test('SPEC-003.1: it has what was sent with it', async () => {
    const project = await make.project(ann);
    const sent = { title: 'Weed', description: '', priority: 'high', assignee_id: bob.id };
    const task = await make.task(ann, project, sent);
    expect(await seen(`/tasks/${task.id}`)).toMatchObject({
      description: '',
      priority: 'high',
      assignee: { id: bob.id, display_name: 'Bob', kind: 'person' },
    });
    expect(await seen(`/tasks/${(await make.task(ann, project, { ...sent, assignee_id: null })).id}`)).toMatchObject({
      assignee: null,
    });
  });

  test('SPEC-003.2: only the owner of the project may', async () => {
    const project = await make.project(ann);
    await make.task(ann, project, { assignee_id: bob.id });
    for (const stranger of [bob, eve]) {
      const answer = await stranger.post(`/projects/${project.id}/tasks`, { title: 'Sneak in' });
      expect(outcome(answer)).toEqual([403, 'forbidden']);
    }
    const { items } = (await ann.get(`/projects/${project.id}/tasks`)).body.data as { items: object[] };
    expect(items).toHaveLength(1);
    expect((await admin.post(`/projects/${project.id}/tasks`, { title: 'Inspect' })).status).toBe(201);
  });

  test('SPEC-003.3: an assignee is an active user, or there is no task', async () => {
    const project = await make.project(ann);
    for (const id of [(await disabled('Dan')).id, 999_999_999]) {
      const answer = await ann.post(`/projects/${project.id}/tasks`, { title: 'Sow', assignee_id: id });
      expect(outcome(answer)).toEqual([422, 'validation_failed']);
      expect(answer.body.error?.details).toMatchObject([{ field: 'assignee_id' }]);
    }
    expect((await ann.get(`/projects/${project.id}/tasks`)).body.data).toMatchObject({ items: [] });
  });

  test('SPEC-003.18: what is the task’s own can’t be sent', async () => {
    const project = await make.project(ann);
    const own = { id: 7, project_id: 7, version: 7, created_at: '2026-01-01T00:00:00.000Z', status: 'done' };
    for (const [field, value] of Object.entries(own)) {
      const answer = await ann.post(`/projects/${project.id}/tasks`, { title: 'Sow', [field]: value });
      expect([...outcome(answer), answer.body.error?.details[0]?.field]).toEqual([422, 'validation_failed', field]);
    }
    const path = await taskForBob();
    for (const field of ['id', 'project_id', 'version', 'created_at', 'assignee']) {
      expect(outcome(await ann.patch(path, { title: 'Sow', [field]: 7 }))).toEqual([422, 'validation_failed']);
    }
    expect(await seen(path)).toMatchObject({ title: 'Water the beds', version: 1 });
    expect((await ann.get(`/projects/${project.id}/tasks`)).body.data).toMatchObject({ items: [] });
  });
});

describe('Reading a task', () => {
  test('SPEC-003.4: its owner and its assignee do, nobody else', async () => {
    const path = await taskForBob();
    for (const reader of [ann, bob, admin]) {
      const { status, body } = await reader.get(path);
      expect([status, body.data]).toEqual([200, await seen(path)]);
    }
    const answer = await eve.get(path);
    expect(outcome(answer)).toEqual([403, 'forbidden']);
    expect(answer.body.error?.details).toMatchObject([{ field: 'task', code: 'viewer_or_assignee' }]);
  });

  test('SPEC-003.5: a former assignee is a stranger', async () => {
    const path = await taskForBob();
    expect((await ann.patch(path, { assignee_id: eve.id })).status).toBe(200);
    expect(outcome(await bob.get(path))).toEqual([403, 'forbidden']);
    expect(outcome(await bob.patch(path, { title: 'Still mine' }))).toEqual([403, 'forbidden']);
    expect((await eve.get(path)).status).toBe(200);
  });
});

describe('Changing a task', () => {
  test('SPEC-003.11: owner and assignee may, and what they don’t send stays', async () => {
    const path = await taskForBob();
    const before = await seen(path);
    const first = await ann.patch(path, { title: 'Weed' });
    expect(first.status).toBe(200);
    expect(first.body.data).toEqual({ ...before, title: 'Weed', version: 2, updated_at: expect.any(String) });
    const second = await bob.patch(path, { description: 'All of them', priority: 'low' });
    expect(second.body.data).toMatchObject({ title: 'Weed', description: 'All of them', priority: 'low', version: 3 });
    expect((await ann.patch(path, { description: null })).body.data).toMatchObject({ description: null, version: 4 });
    expect(await seen(path)).toMatchObject({ title: 'Weed', priority: 'low', status: 'todo', version: 4 });
    expect(outcome(await eve.patch(path, { title: 'Mine' }))).toEqual([403, 'forbidden']);
  });

  test('SPEC-003.12: it goes forward by steps, one step back, and from the end to the start', async () => {
    const path = await taskForBob();
    const steps = ['in_progress', 'todo', 'in_progress', 'done', 'in_progress', 'done', 'todo'];
    for (const status of steps) {
      expect(await bob.patch(path, { status })).toMatchObject({ status: 200, body: { data: { status } } });
    }
    expect(await seen(path)).toMatchObject({ status: 'todo', version: steps.length + 1 });
  });

  test('SPEC-003.13: no task is done before it was begun', async () => {
    const path = await taskForBob();
    const before = await seen(path);
    const answer = await bob.patch(path, { title: 'Finished', status: 'done', assignee_id: eve.id });
    expect(outcome(answer)).toEqual([409, 'invalid_status_transition']);
    expect(await seen(path)).toEqual(before);
  });

  test('SPEC-003.14: the same status again changes nothing and tells nobody', async () => {
    const path = await taskForBob();
    await bob.patch(path, { status: 'in_progress' });
    const before = await seen(path);
    const told = await eventCount();
    for (const nothing of [{ status: 'in_progress' }, {}, { title: before.title, assignee_id: bob.id }]) {
      expect(await bob.patch(path, nothing)).toMatchObject({ status: 200, body: { data: before } });
    }
    expect(await seen(path)).toEqual(before);
    expect(await eventCount()).toBe(told);
  });

  test('SPEC-003.3: it isn’t given to somebody who is no active user', async () => {
    const path = await taskForBob();
    for (const id of [(await disabled('Dora')).id, 999_999_999]) {
      const answer = await bob.patch(path, { title: 'Yours', assignee_id: id });
      expect(outcome(answer)).toEqual([422, 'validation_failed']);
      expect(answer.body.error?.details).toMatchObject([{ field: 'assignee_id' }]);
    }
    expect(await seen(path)).toMatchObject({ title: 'Water the beds', assignee: { id: bob.id }, version: 1 });
  });

  test('SPEC-003.15: it changes hands, and its new assignee may read it', async () => {
    const path = await taskForBob();
    const given = await bob.patch(path, { assignee_id: eve.id });
    expect(given).toMatchObject({ status: 200, body: { data: { assignee: { id: eve.id, display_name: 'Eve' } } } });
    expect((await eve.get(path)).status).toBe(200);
    const left = await eve.patch(path, { assignee_id: null });
    expect(left).toMatchObject({ status: 200, body: { data: { assignee: null, version: 3 } } });
    expect(outcome(await eve.get(path))).toEqual([403, 'forbidden']);
  });
});

describe('Deleting a task', () => {
  test('SPEC-003.16: only the owner of the project may, and its comments go with it', async () => {
    const path = await taskForBob();
    const comment = await make.comment(bob, { id: Number(path.split('/')[2]) });
    expect(outcome(await bob.delete(path))).toEqual([403, 'forbidden']);
    const answer = await ann.delete(path);
    expect([answer.status, answer.body.data]).toEqual([200, null]);
    for (const gone of [path, `${path}/comments`]) expect(outcome(await ann.get(gone))).toEqual([404, 'not_found']);
    expect(outcome(await bob.delete(`/comments/${comment.id}`))).toEqual([404, 'not_found']);
  });
});

describe('In an archived project', () => {
  test('SPEC-003.17: tasks stay as they are, and are read as ever', async () => {
    const project = await make.project(ann);
    const { id } = await make.task(ann, project, { assignee_id: bob.id });
    const before = await seen(`/tasks/${id}`);
    await ann.patch(`/projects/${project.id}`, { status: 'archived' });
    for (const person of [ann, admin]) {
      const answers = [
        await person.post(`/projects/${project.id}/tasks`, { title: 'One more' }),
        await person.patch(`/tasks/${id}`, { status: 'in_progress' }),
        await person.delete(`/tasks/${id}`),
      ];
      for (const answer of answers) expect(outcome(answer)).toEqual([409, 'project_archived']);
    }
    expect(outcome(await bob.patch(`/tasks/${id}`, { title: 'Later' }))).toEqual([409, 'project_archived']);
    expect((await ann.patch(`/tasks/${id}`, {})).status).toBe(200);
    expect((await bob.get(`/tasks/${id}`)).body.data).toEqual(before);
    expect((await ann.get(`/projects/${project.id}/tasks`)).body.data).toMatchObject({ items: [before] });
  });
});
