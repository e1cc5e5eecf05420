import { Client } from 'pg';
import { type TestApp, startApp, startBeside } from '../support/app.js';
import type { Answer } from '../support/client.js';
import { make, type MadeTask } from '../support/make.js';
import { join } from '../support/members.js';
import type { Person } from '../support/people.js';
import { said } from '../support/outcome.js';

let app: TestApp;
let beside: TestApp;
let ann: Person;

beforeAll(async () => {
  app = await startApp();
  beside = await startBeside(app);
  ann = await app.person('Ann');
});

afterAll(async () => {
  await beside.stop();
  await app.stop();
});

const taskIn = (project: { id: number }, fields: object = {}) => make.task(ann, project, fields);
const keyed = (fields: object) => make.project(ann, fields);

let keys = 0;
/** A key that no other test uses. */
const freshKey = () => `R${String(++keys).padStart(4, '0')}`;

describe('The number of a task', () => {
  test('SPEC-003.19: counts the tasks of its project and is never used again', async () => {
    const [project, other] = [await keyed({ name: 'Count', key: freshKey() }), await keyed({ name: 'Other count' })];
    const made = [await taskIn(project), await taskIn(other), await taskIn(project)];
    expect(made.map(({ ref, number }) => [ref, number])).toEqual([
      [`${project.key}-1`, 1],
      [`${other.key}-1`, 1],
      [`${project.key}-2`, 2],
    ]);
    await ann.delete(`/tasks/${made[2]?.id}`);
    expect(await taskIn(project)).toMatchObject({ number: 3 });
  });

  test('SPEC-003.19: is shown with the ref wherever the task is', async () => {
    const project = await keyed({ name: 'Shown', key: freshKey() });
    const { id, ref } = await taskIn(project, { assignee_id: ann.id });
    for (const path of [`/projects/${project.id}/tasks`, `/tasks?project_id=${project.id}`, '/tasks?assignee_id=me']) {
      const { items } = (await ann.get(`${path}${path.includes('?') ? '&' : '?'}limit=100`)).body.data as {
        items: MadeTask[];
      };
      expect(items.find((task) => task.id === id)).toMatchObject({ ref, number: 1 });
    }
    expect((await ann.patch(`/tasks/${id}`, { title: 'Weed' })).body.data).toMatchObject({ ref, number: 1 });
  });

  test('SPEC-003.19: can neither be sent nor changed', async () => {
    const project = await keyed({ name: 'Fixed' });
    const task = await taskIn(project);
    for (const field of [{ number: 7 }, { ref: 'FIXED-7' }, { key: 'FIXED' }]) {
      expect((await ann.post(`/projects/${project.id}/tasks`, { title: 'Sow', ...field })).status).toBe(422);
      expect((await ann.patch(`/tasks/${task.id}`, field)).status).toBe(422);
    }
    expect(await taskIn(project)).toMatchObject({ number: 2 });
  });

  test('SPEC-003.20: 1,000 tasks made at the same time on two instances are numbered from 1 to 1,000', async () => {
    const project = await keyed({ name: 'Crowd', key: freshKey() });
    const others = await Promise.all(Array.from({ length: 9 }, (_, nth) => app.person(`Guest ${nth}`)));
    for (const other of others) await join(app, project, other, 'editor');
    const people = [ann, ...others];
    const create = async (nth: number): Promise<Answer> => {
      const person = (nth % 2 ? beside : app).as(people[nth % people.length] as Person);
      const answer = await person.post(`/projects/${project.id}/tasks`, { title: `Task ${nth}` });
      return answer.status === 503 ? create(nth) : answer; // Where the machine is too busy for so many at once.
    };
    const answers = await Promise.all(Array.from({ length: 1_000 }, (_, nth) => create(nth)));
    expect(answers.filter(({ status }) => status !== 201).map(said)).toEqual([]);
    const numbers = answers.map(({ body }) => (body.data as MadeTask).number).sort((a, b) => a - b);
    expect(numbers).toEqual(Array.from({ length: 1_000 }, (_, nth) => nth + 1));
  });

  test('SPEC-003.20: who waits for a number in one project holds up nobody elsewhere', async () => {
    const [busy, other] = [await keyed({ name: 'Busy' }), await keyed({ name: 'Quiet' })];
    await taskIn(busy);
    const onlooker = new Client(app.databaseUrl);
    await onlooker.connect();
    await onlooker.query('BEGIN');
    await onlooker.query('SELECT FROM project_counters WHERE project_id = $1 FOR UPDATE', [busy.id]);
    const waiting = Array.from({ length: 30 }, () => ann.post(`/projects/${busy.id}/tasks`, { title: 'Wait' }));
    expect(await taskIn(other)).toMatchObject({ number: 1 });
    expect((await ann.patch(`/projects/${busy.id}`, { name: 'Still busy' })).status).toBe(200);
    await onlooker.query('COMMIT');
    await onlooker.end();
    expect((await Promise.all(waiting)).filter(({ status }) => status !== 201).map(said)).toEqual([]);
  });

  test('SPEC-003.20: a task that was refused leaves no gap', async () => {
    const project = await keyed({ name: 'Refused' });
    await taskIn(project);
    const path = `/projects/${project.id}/tasks`;
    expect((await ann.post(path, { title: 'Sow', assignee_id: 999_999 })).status).toBe(422);
    const twice = async () => ann.post(path, { title: 'Once' }, { 'Idempotency-Key': 'number-once' });
    expect((await twice()).body.data).toEqual((await twice()).body.data);
    await ann.patch(`/projects/${project.id}`, { status: 'archived' });
    expect((await ann.post(path, { title: 'Late' })).status).toBe(409);
    await ann.patch(`/projects/${project.id}`, { status: 'active' });
    expect(await taskIn(project)).toMatchObject({ number: 3 });
  });
});

describe('A ref in a path', () => {
  test('SPEC-003.21: stands for the id of the task, in any case', async () => {
    const project = await keyed({ name: 'Path', key: freshKey() });
    const { id, ref } = await taskIn(project);
    for (const name of [ref, ref.toLowerCase()]) {
      expect((await ann.get(`/tasks/${name}`)).body.data).toMatchObject({ id, ref });
      expect((await ann.patch(`/tasks/${name}`, { title: `By ${name}` })).body.data).toMatchObject({ id });
      expect((await ann.post(`/tasks/${name}/comments`, { body: name })).body.data).toMatchObject({ task_id: id });
      const { items } = (await ann.get(`/tasks/${name}/comments`)).body.data as { items: object[] };
      expect(items.at(-1)).toMatchObject({ body: name, task_id: id });
    }
    expect((await ann.delete(`/tasks/${ref}`)).status).toBe(200);
    expect(said(await ann.get(`/tasks/${id}`))).toBe('404 not_found');
  });

  test.each([
    'PATHS-1',
    'PATH-0',
    'PATH-01',
    'PATH--1',
    'PATH-',
    '-1',
    'PATH',
    'PATH-1x',
    'PATH-9999999999999',
    'PATH-１',
  ])('SPEC-003.21: that is none or names nothing is 404: %s', async (ref) => {
    expect(said(await ann.get(`/tasks/${encodeURIComponent(ref)}`))).toBe('404 not_found');
  });

  test('SPEC-003.21: is no name of a project, comment or person', async () => {
    const { ref } = await taskIn(await keyed({ name: 'Only tasks', key: freshKey() }));
    expect(said(await ann.get(`/projects/${ref}`))).toBe('404 not_found');
    expect(said(await ann.delete(`/comments/${ref}`))).toBe('404 not_found');
  });

  test('SPEC-003.22: of a task that one may not read answers as its id does', async () => {
    const { id, ref } = await taskIn(await keyed({ name: 'Closed', key: freshKey() }));
    const sam = await app.person('Sam');
    const tries: [string, string, object?][] = [
      ['GET', ''],
      ['PATCH', '', { title: 'Mine' }],
      ['DELETE', ''],
      ['GET', '/comments'],
      ['POST', '/comments', { body: 'Hello' }],
    ];
    for (const [method, rest, body] of tries) {
      const [byRef, byId] = [
        await sam.send(method, `/tasks/${ref}${rest}`, body),
        await sam.send(method, `/tasks/${id}${rest}`, body),
      ];
      expect([byRef.status, byRef.body.error]).toEqual([byId.status, byId.body.error]);
      expect(said(byRef)).toBe('403 forbidden');
    }
    expect(said(await app.http.get(`/tasks/${ref}`))).toBe('401 missing_token');
  });

  test('SPEC-003.22: a refusal is recorded with the id of the task', async () => {
    const { id, ref } = await taskIn(await keyed({ name: 'Recorded', key: freshKey() }));
    const sam = await app.person('Sam Recorded');
    await sam.get(`/tasks/${ref}`);
    const recorded = await app.database.query<{ subject: number }>(
      `SELECT subject_id AS subject FROM events WHERE actor_id = $1 AND subject_type = 'task'`,
      [sam.id],
    );
    expect(recorded).toEqual([{ subject: id }]);
  });

  test('SPEC-008.24: with an Idempotency-Key, the id and the ref are one request', async () => {
    const { id, ref } = await taskIn(await keyed({ name: 'Once', key: freshKey() }));
    const send = (name: string | number) =>
      ann.post(`/tasks/${name}/comments`, { body: 'Once' }, { 'Idempotency-Key': 'one-comment' });
    const answers = [await send(ref), await send(id), await send(ref.toLowerCase())];
    expect(new Set(answers.map(({ body }) => (body.data as MadeTask).id)).size).toBe(1);
    expect(answers.map(({ headers }) => headers['idempotent-replayed'])).toEqual([undefined, 'true', 'true']);
    const { items } = (await ann.get(`/tasks/${id}/comments`)).body.data as { items: object[] };
    expect(items).toHaveLength(1);
  });

  test('SPEC-008.25: writers by id and by ref change the row one after the other, and none is lost', async () => {
    const { id, ref } = await taskIn(await keyed({ name: 'Writers', key: freshKey() }));
    const names = [id, ref, ref.toLowerCase()];
    const answers = await Promise.all(
      Array.from({ length: 30 }, (_, nth) =>
        (nth % 2 ? beside : app).as(ann).patch(`/tasks/${names[nth % 3]}`, { title: `Title ${nth}` }),
      ),
    );
    expect(answers.filter(({ status }) => status !== 200).map(said)).toEqual([]);
    expect((await ann.get(`/tasks/${id}`)).body.data).toMatchObject({ version: 31 });
    const path = (nth: number) => `/tasks/${names[nth % 3]}`;
    const matching = await Promise.all(
      Array.from({ length: 6 }, (_, nth) => ann.patch(path(nth), { title: `Last ${nth}` }, { 'If-Match': '"31"' })),
    );
    expect(matching.filter(({ status }) => status === 200)).toHaveLength(1);
  });

  test('SPEC-008.26: the ETag of a task changes with its ref', async () => {
    const project = await keyed({ name: 'Etag', key: freshKey() });
    const { id } = await taskIn(project);
    const before = (await ann.get(`/tasks/${id}`)).headers.etag ?? '';
    expect((await ann.get(`/tasks/${id}`, { 'If-None-Match': before })).status).toBe(304);
    await ann.patch(`/projects/${project.id}`, { key: freshKey() });
    expect((await ann.get(`/tasks/${id}`, { 'If-None-Match': before })).status).toBe(200);
    expect((await ann.patch(`/tasks/${id}`, { title: 'Weed' }, { 'If-Match': before })).status).toBe(200);
  });
});
