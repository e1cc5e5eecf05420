import { startApp, type TestApp } from '../support/app.js';
import { make } from '../support/make.js';
import { outcome } from '../support/outcome.js';
import type { Person } from '../support/people.js';

let app: TestApp;
let ann: Person;
let eve: Person;
let admin: Person;

beforeAll(async () => {
  app = await startApp();
  [ann, eve] = await Promise.all([app.person('Ann'), app.person('Eve')]);
  admin = await app.admin();
});

afterAll(() => app.stop());

async function idsOf(person: Person, path: string): Promise<number[]> {
  const { items } = (await person.get(path)).body.data as { items: { id: number }[] };
  return items.map(({ id }) => id);
}

async function seen(path: string): Promise<Record<string, unknown>> {
  return (await ann.get(path)).body.data;
}

async function newProject(fields: object = {}): Promise<string> {
  return `/projects/${(await make.project(ann, fields)).id}`;
}

describe('Making a project', () => {
  test('SPEC-004.1: it belongs to its maker, and there is nothing in it', async () => {
    const { status, body, headers } = await ann.post('/projects', { name: ' Garden ', description: 'All of it' });
    expect(status).toBe(201);
    expect(headers.etag).toMatch(/^"1\.[^"]+"$/);
    expect(body.data).toEqual({
      id: expect.any(Number),
      key: expect.stringMatching(/^GARDEN\d*$/),
      name: 'Garden',
      description: 'All of it',
      status: 'active',
      owner: { id: ann.id, display_name: 'Ann', kind: 'person' },
      role: 'owner',
      stats: { todo: 0, in_progress: 0, done: 0 },
      version: 1,
      created_at: expect.stringMatching(/Z$/),
      updated_at: expect.stringMatching(/Z$/),
    });
  });

  test('SPEC-004.2: its owner, status and statistics aren’t chosen', async () => {
    const person = await app.person('Cho');
    const chosen = { owner_id: eve.id, status: 'archived', stats: { todo: 5 }, id: 7 };
    for (const [field, value] of Object.entries(chosen)) {
      const answer = await person.post('/projects', { name: 'Garden', [field]: value });
      expect([...outcome(answer), answer.body.error?.details[0]?.field]).toEqual([422, 'validation_failed', field]);
    }
    expect(await idsOf(person, '/projects')).toEqual([]);
  });
});

describe('Listing projects', () => {
  test('SPEC-004.3: people see their own, and those who see to everything see all', async () => {
    const person = await app.person('Lis');
    const own = [await make.project(person), await make.project(person)].map(({ id }) => id);
    const foreign = await make.project(ann);
    expect(await idsOf(person, '/projects')).toEqual(own);
    const all = await idsOf(admin, '/projects?limit=100');
    expect(all).toEqual(expect.arrayContaining([...own, foreign.id]));
    expect(all).toEqual([...all].sort((a, b) => a - b));
  });

  test('SPEC-004.4: they are filtered by status', async () => {
    const person = await app.person('Fil');
    const [first, second, third] = [
      await make.project(person),
      await make.project(person),
      await make.project(person),
    ].map(({ id }) => id);
    await person.patch(`/projects/${second}`, { status: 'archived' });
    expect(await idsOf(person, '/projects')).toEqual([first, second, third]);
    expect(await idsOf(person, '/projects?status=active')).toEqual([first, third]);
    expect(await idsOf(person, '/projects?status=archived')).toEqual([second]);
    expect(await idsOf(admin, '/projects?status=archived&limit=100')).toContain(second);
    expect(await idsOf(admin, '/projects?status=archived&limit=100')).not.toContain(first);
    for (const wrong of ['gone', '', 'active,archived']) {
      expect(outcome(await person.get(`/projects?status=${wrong}`))).toEqual([422, 'validation_failed']);
    }
  });
});

describe('Reading a project', () => {
  test('SPEC-004.5: its owner does, and whoever manages all, in no role of theirs', async () => {
    const path = await newProject();
    expect(Object.keys(await seen(path))).toHaveLength(11);
    expect((await admin.get(path)).body.data).toEqual({ ...(await seen(path)), role: null });
    const answer = await eve.get(path);
    expect(outcome(answer)).toEqual([403, 'forbidden']);
    expect(answer.body.error?.details).toMatchObject([{ field: 'project', code: 'viewer' }]);
  });
});

describe('Changing a project', () => {
  test('SPEC-004.6: its owner may, and what they don’t send stays', async () => {
    const path = await newProject({ description: 'Old' });
    const before = await seen(path);
    const { status, body } = await ann.patch(path, { name: 'Park' });
    expect(status).toBe(200);
    expect(body.data).toEqual({ ...before, name: 'Park', version: 2, updated_at: expect.any(String) });
    expect((await ann.patch(path, { description: null })).body.data).toMatchObject({ name: 'Park', description: null });
    expect(outcome(await eve.patch(path, { name: 'Mine' }))).toEqual([403, 'forbidden']);
    expect(await seen(path)).toMatchObject({ name: 'Park', version: 3 });
  });

  test('SPEC-008.2: what is the same as before is no change', async () => {
    const path = await newProject();
    const before = await seen(path);
    for (const nothing of [{}, { name: 'Garden' }, { status: 'active', owner_id: ann.id, description: null }]) {
      expect(await ann.patch(path, nothing)).toMatchObject({ status: 200, body: { data: before } });
    }
    expect(await seen(path)).toEqual(before);
  });

  test('SPEC-004.7: it changes hands, and the former owner manages it', async () => {
    const path = await newProject();
    const answer = await ann.patch(path, { owner_id: eve.id });
    expect(answer).toMatchObject({
      status: 200,
      body: { data: { owner: { id: eve.id, display_name: 'Eve' }, role: 'manager', version: 2 } },
    });
    expect((await eve.get(path)).body.data).toMatchObject({ role: 'owner' });
    expect((await ann.patch(path, { name: 'Still looked after' })).status).toBe(200);
    for (const refused of [await ann.patch(path, { owner_id: ann.id }), await ann.delete(path)]) {
      expect(outcome(refused)).toEqual([403, 'forbidden']);
      expect(refused.body.error?.details).toMatchObject([{ field: 'project', code: 'owner' }]);
    }
    expect(await idsOf(eve, '/projects')).toContain(Number(path.split('/')[2]));
  });

  test('SPEC-004.8: a new owner is an active user', async () => {
    const path = await newProject();
    const before = await seen(path);
    const gone = await app.person('Dan');
    await app.database.execute('UPDATE users SET is_active = false WHERE id = $1', [gone.id]);
    for (const id of [gone.id, 999_999_999]) {
      const answer = await ann.patch(path, { name: 'Yours', owner_id: id });
      expect(outcome(answer)).toEqual([422, 'validation_failed']);
      expect(answer.body.error?.details).toMatchObject([{ field: 'owner_id' }]);
    }
    expect(outcome(await ann.patch(path, { owner_id: null }))).toEqual([422, 'validation_failed']);
    expect(await seen(path)).toEqual(before);
  });
});

describe('Archiving a project', () => {
  test('SPEC-004.9: it is read-only then', async () => {
    const path = await newProject();
    expect((await ann.patch(path, { name: 'Old garden', status: 'archived' })).body.data).toMatchObject({
      name: 'Old garden',
      status: 'archived',
    });
    const before = await seen(path);
    for (const changes of [{ name: 'Park' }, { owner_id: eve.id }, { status: 'archived', name: 'Park' }]) {
      for (const person of [ann, admin]) {
        expect(outcome(await person.patch(path, changes))).toEqual([409, 'project_archived']);
      }
    }
    expect((await ann.patch(path, {})).status).toBe(200);
    expect(await seen(path)).toEqual(before);
    expect(await idsOf(ann, '/projects?limit=100')).toContain(before.id);
  });

  test('SPEC-004.10: it comes back, with whatever else is changed', async () => {
    const path = await newProject();
    const { id } = await make.task(ann, { id: Number(path.split('/')[2]) });
    await ann.patch(path, { status: 'archived' });
    const answer = await ann.patch(path, { status: 'active', name: 'Park', description: 'Again' });
    expect(answer).toMatchObject({
      status: 200,
      body: { data: { status: 'active', name: 'Park', description: 'Again', version: 3 } },
    });
    expect((await ann.patch(`/tasks/${id}`, { status: 'in_progress' })).status).toBe(200);
  });

  test('SPEC-004.11: nothing below it changes, whoever tries', async () => {
    const project = await make.project(ann);
    const task = await make.task(ann, project);
    const comment = await make.comment(ann, task);
    const path = `/projects/${project.id}`;
    await ann.patch(path, { status: 'archived' });
    for (const person of [ann, admin]) {
      const answers = [
        await person.post(`${path}/tasks`, { title: 'One more' }),
        await person.patch(`/tasks/${task.id}`, { title: 'Other' }),
        await person.delete(`/tasks/${task.id}`),
        await person.post(`/tasks/${task.id}/comments`, { body: 'Too late' }),
        await person.delete(`/comments/${comment.id}`),
      ];
      for (const answer of answers) expect(outcome(answer)).toEqual([409, 'project_archived']);
    }
    expect(await idsOf(ann, `${path}/tasks`)).toEqual([task.id]);
    expect(await idsOf(ann, `/tasks/${task.id}/comments`)).toEqual([comment.id]);
  });
});

describe('Deleting a project', () => {
  test.each(['active', 'archived'])('SPEC-004.13: an %s one takes its tasks and comments with it', async (status) => {
    const project = await make.project(ann);
    const task = await make.task(ann, project);
    const comment = await make.comment(ann, task);
    const path = `/projects/${project.id}`;
    await ann.patch(path, { status });
    expect(outcome(await eve.delete(path))).toEqual([403, 'forbidden']);
    const answer = await ann.delete(path);
    expect([answer.status, answer.body.data]).toEqual([200, null]);
    for (const gone of [path, `${path}/tasks`, `/tasks/${task.id}`, `/tasks/${task.id}/comments`]) {
      expect(outcome(await ann.get(gone))).toEqual([404, 'not_found']);
    }
    expect(outcome(await ann.delete(`/comments/${comment.id}`))).toEqual([404, 'not_found']);
    expect(outcome(await ann.delete(path))).toEqual([404, 'not_found']);
  });
});
