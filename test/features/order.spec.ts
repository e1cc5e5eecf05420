import { startApp, startBeside, type TestApp } from '../support/app.js';
import { make } from '../support/make.js';
import { join } from '../support/members.js';
import { type Ordered, orderOf as orderIn, row as rowOf, tasksOf as tasksIn } from '../support/order.js';
import { outcome } from '../support/outcome.js';
import type { Person } from '../support/people.js';

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

const row = (letters: string) => rowOf(ann, letters);
const tasksOf = (project: { id: number }) => tasksIn(ann, project);
const orderOf = (project: { id: number }) => orderIn(ann, project);
const move = (id: number | undefined, body: object, headers = {}) => ann.post(`/tasks/${id}/move`, body, headers);

describe('New tasks', () => {
  test('SPEC-023.1: come last, also after others were moved last, and after the last one was deleted', async () => {
    const project = await row('abc');
    await move(project.tasks.a, { to: 'last' });
    await make.task(ann, project, { title: 'd' });
    expect(await orderOf(project)).toBe('bcad');
    await ann.delete(`/tasks/${(await make.task(ann, project)).id}`);
    await make.task(ann, project, { title: 'e' });
    expect(await orderOf(project)).toBe('bcade');
  });

  test('SPEC-023.1: have different positions when they are made at the same time as others are moved last', async () => {
    const project = await row('abcdefghij');
    const ids = Object.values(project.tasks);
    const answers = await Promise.all(
      Array.from({ length: 100 }, (_, nth) => {
        const person = (nth % 2 ? beside : app).as(ann);
        if (nth % 3) return person.post(`/projects/${project.id}/tasks`, { title: `${nth}` });
        return person.post(`/tasks/${ids[nth % 10]}/move`, { to: 'last' });
      }),
    );
    expect(answers.filter(({ status }) => status >= 300).map(outcome)).toEqual([]);
    const tasks = await tasksOf(project);
    expect(new Set(tasks.map(({ position }) => position)).size).toBe(76);
  });

  test('SPEC-023.1: are ordered by position in the order in which they were made', async () => {
    expect(await orderOf(await row('abcdefghijklmnopqrstuvwxyz'))).toBe('abcdefghijklmnopqrstuvwxyz');
  });
});

describe('A move', () => {
  test.each([
    [{ before: 'a' }, 'cabd'],
    [{ before: 'b' }, 'acbd'],
    [{ after: 'a' }, 'acbd'],
    [{ after: 'd' }, 'abdc'],
    [{ to: 'first' }, 'cabd'],
    [{ to: 'last' }, 'abdc'],
  ] as [{ before?: string; after?: string; to?: string }, string][])(
    'SPEC-023.2: puts a task where it is asked to: %j',
    async ({ before, after, to }, order) => {
      const { tasks, ...project } = await row('abcd');
      const place = to ? { to } : before ? { before_id: tasks[before] } : { after_id: tasks[after ?? ''] };
      const answer = await move(tasks.c, place);
      expect(answer.status).toBe(200);
      expect(answer.body.data).toMatchObject({ id: tasks.c, version: 2 });
      expect(await orderOf(project)).toBe(order);
      const shown = (await tasksOf(project)).find(({ id }) => id === tasks.c);
      expect(answer.body.data).toEqual(shown);
    },
  );

  test('SPEC-023.2: to where the task is already changes nothing', async () => {
    const { tasks } = await row('abc');
    const before = (await ann.get(`/tasks/${tasks.b}`)).body.data;
    for (const place of [{ before_id: tasks.c }, { after_id: tasks.a }]) {
      expect((await move(tasks.b, place)).body.data).toEqual(before);
    }
    expect((await move(tasks.a, { to: 'first' })).body.data).toMatchObject({ version: 1 });
    expect((await move(tasks.c, { to: 'last' })).body.data).toMatchObject({ version: 1 });
  });

  test('SPEC-023.3: needs exactly one place, beside another task of the project', async () => {
    const [{ tasks, ...project }, other] = [await row('ab'), await row('x')];
    const refused = [
      {},
      { status: 'in_progress' },
      { to: 'first', before_id: tasks.b },
      { before_id: tasks.b, after_id: tasks.b },
      { before_id: tasks.a },
      { after_id: tasks.a },
      { before_id: other.tasks.x },
      { after_id: 999_999_999 },
      { to: 'middle' },
      { before_id: null },
      { before_id: '1' },
      { to: 'first', position: '80000001' },
    ];
    for (const body of refused)
      expect([body, outcome(await move(tasks.a, body))]).toEqual([body, [422, 'validation_failed']]);
    expect(await orderOf(project)).toBe('ab');
    expect(outcome(await move(999_999_999, { to: 'first' }))).toEqual([404, 'not_found']);
  });

  test('SPEC-023.5: changes the status with it, by the same steps, or does neither', async () => {
    const { tasks, ...project } = await row('ab');
    expect(outcome(await move(tasks.b, { to: 'first', status: 'done' }))).toEqual([409, 'invalid_status_transition']);
    expect(await orderOf(project)).toBe('ab');
    expect((await move(tasks.b, { to: 'first', status: 'in_progress' })).body.data).toMatchObject({
      status: 'in_progress',
      version: 2,
    });
    expect(await orderOf(project)).toBe('ba');
    expect((await move(tasks.b, { to: 'first', status: 'done' })).body.data).toMatchObject({
      status: 'done',
      version: 3,
    });
  });

  test('SPEC-023.5: is held against If-Match, and done once with an Idempotency-Key', async () => {
    const { tasks, ...project } = await row('abc');
    const etag = (await ann.get(`/tasks/${tasks.c}`)).headers.etag ?? '';
    const answers = await Promise.all(
      Array.from({ length: 6 }, (_, nth) =>
        (nth % 2 ? beside : app)
          .as(ann)
          .post(`/tasks/${tasks.c}/move`, { before_id: nth < 3 ? tasks.a : tasks.b }, { 'If-Match': etag }),
      ),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 412, 412, 412, 412, 412]);
    const stale = answers.find(({ status }) => status === 412);
    expect(stale?.body.data).toMatchObject({ id: tasks.c, version: 2 });
    const once = () => move(tasks.a, { to: 'last' }, { 'Idempotency-Key': 'move-once', 'If-Match': '"1"' });
    const [first, again] = [await once(), await once()];
    expect([first.status, again.status, again.headers['idempotent-replayed']]).toEqual([200, 200, 'true']);
    expect(again.body.data).toEqual(first.body.data);
    expect((await orderOf(project)).at(-1)).toBe('a');
  });

  test('SPEC-023.5: is recorded with the old and the new position, and changes the ETag', async () => {
    const { tasks } = await row('ab');
    const before = await ann.get(`/tasks/${tasks.b}`);
    const after = await move(tasks.b, { to: 'first', status: 'in_progress' });
    const events = await app.database.query(
      `SELECT type, data -> 'changes' AS changes, data -> 'new' AS new FROM events WHERE subject_type = 'task' AND subject_id = $1
       ORDER BY id`,
      [tasks.b],
    );
    const [old, now] = [before, after].map(({ body }) => (body.data as Ordered).position);
    expect(events.slice(1)).toEqual([
      { type: 'task.moved', changes: { position: { old, new: now } }, new: null },
      { type: 'task.status_changed', changes: { status: { old: 'todo', new: 'in_progress' } }, new: 'in_progress' },
    ]);
    expect(after.headers.etag).not.toBe(before.headers.etag);
  });

  test('SPEC-023.3: is for editors: the assignee and a viewer may not', async () => {
    const { tasks, id } = await row('ab');
    const [vic, eve] = [await app.person('Vic'), await app.person('Eve')];
    await join(app, { id }, vic, 'commenter');
    await ann.patch(`/tasks/${tasks.b}`, { assignee_id: eve.id });
    for (const person of [vic, eve]) {
      expect(outcome(await person.post(`/tasks/${tasks.b}/move`, { to: 'first' }))).toEqual([403, 'forbidden']);
    }
    await join(app, { id }, vic, 'editor');
    expect((await vic.post(`/tasks/${tasks.b}/move`, { to: 'first' })).status).toBe(200);
    await ann.patch(`/projects/${id}`, { status: 'archived' });
    expect(outcome(await move(tasks.b, { to: 'last' }))).toEqual([409, 'project_archived']);
  });
});
