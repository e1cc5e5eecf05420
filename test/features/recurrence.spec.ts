import { startApp, type TestApp } from '../support/app.js';
import { setTime } from '../support/clock.js';
import { make } from '../support/make.js';
import { join } from '../support/members.js';
import { outcome } from '../support/outcome.js';
import type { Person } from '../support/people.js';

interface Shown {
  id: number;
  title: string;
  description: string | null;
  priority: string;
  status: string;
  start_on: string | null;
  due_on: string | null;
  recurrence: { rule: string; from: string } | null;
  parent_id: number | null;
  assignee: { id: number } | null;
  labels: { id: number }[];
  version: number;
}

const WEEKLY = { rule: 'FREQ=WEEKLY', from: 'due_on' };

let app: TestApp;
let olga: Person;
let ann: Person;
let project: { id: number };

beforeAll(async () => {
  app = await startApp();
});

beforeEach(async () => {
  setTime('2030-06-05T12:00:00Z', app);
  [olga, ann] = await Promise.all([app.person('Olga'), app.person('Ann')]);
  project = await make.project(olga);
  await join(app, project, ann, 'editor');
});

afterAll(() => app.stop());

const making = (fields: object) => olga.post(`/projects/${project.id}/tasks`, { title: 'Water the beds', ...fields });

async function recurring(fields: object = {}): Promise<Shown> {
  return (await making({ due_on: '2030-06-03', recurrence: WEEKLY, ...fields })).body.data;
}

async function finish({ id }: { id: number }, person = olga): Promise<Shown> {
  await person.patch(`/tasks/${id}`, { status: 'in_progress' });
  return (await person.patch(`/tasks/${id}`, { status: 'done' })).body.data;
}

async function tasks(query = ''): Promise<Shown[]> {
  return ((await olga.get(`/projects/${project.id}/tasks?limit=100${query}`)).body.data as { items: Shown[] }).items;
}

const open = () => tasks('&status=todo,in_progress');

/** Each is finished as soon as it is there; the days on which they are due. */
async function series(fields: object, most = 6): Promise<(string | null)[]> {
  const days: (string | null)[] = [];
  let next: Shown | undefined = await recurring(fields);
  while (next && days.length < most) {
    days.push(next.due_on);
    await finish(next);
    [next] = await open();
  }
  return days;
}

describe('When a recurring task is done', () => {
  test('SPEC-027.9: the next one is made, like it', async () => {
    const label = await make.label(olga, project);
    const parent = await make.task(olga, project);
    const like = { description: 'Before noon', priority: 'high', assignee_id: ann.id, parent_id: parent.id };
    const task = await recurring({ ...like, label_ids: [label.id], start_on: '2030-06-01' });
    const done = await finish(task);
    expect(done).toMatchObject({ status: 'done', due_on: '2030-06-03', recurrence: WEEKLY });
    const next = (await open()).filter(({ id }) => id !== parent.id);
    expect(next).toMatchObject([
      {
        title: 'Water the beds',
        description: 'Before noon',
        priority: 'high',
        status: 'todo',
        assignee: { id: ann.id },
        parent_id: parent.id,
        labels: [{ id: label.id }],
        start_on: '2030-06-08',
        due_on: '2030-06-10',
        recurrence: WEEKLY,
        version: 1,
      },
    ]);
    const { items } = (await olga.get(`/tasks/${next[0]?.id}/history`)).body.data as { items: { type: string }[] };
    expect(items.map(({ type }) => type)).toEqual(['task.assigned', 'task.created']);
    await app.idle();
    expect((await olga.get(`/projects/${project.id}`)).body.data).toMatchObject({ stats: { todo: 2, done: 1 } });
  });

  test('SPEC-027.9: by a move, the next one is made, too, also in another project', async () => {
    const [one, two] = [await recurring(), await recurring()];
    const other = await make.project(olga);
    for (const { id } of [one, two]) await olga.patch(`/tasks/${id}`, { status: 'in_progress' });
    await olga.post(`/tasks/${one.id}/move`, { to: 'last', status: 'done' });
    expect(await open()).toMatchObject([{ id: two.id }, { due_on: '2030-06-10' }]);
    await olga.post(`/tasks/${two.id}/move`, { to: 'last', status: 'done', project_id: other.id });
    const { items } = (await olga.get(`/projects/${other.id}/tasks?status=todo`)).body.data as { items: Shown[] };
    expect(items).toMatchObject([{ due_on: '2030-06-10', recurrence: WEEKLY }]);
  });

  test('SPEC-027.9: of many that are done at once, each has its next one, and none is done if one can not be', async () => {
    const all = [await recurring(), await recurring(), await make.task(olga, project)];
    const ids = all.map(({ id }) => id);
    await olga.post('/tasks/bulk', { ids: ids.slice(1), changes: { status: 'in_progress' } });
    const many = () => olga.post('/tasks/bulk', { ids, changes: { status: 'done' } });
    expect(outcome(await many())).toEqual([409, 'invalid_status_transition']);
    expect(await open()).toHaveLength(3);
    await olga.patch(`/tasks/${ids[0]}`, { status: 'in_progress' });
    expect((await many()).status).toBe(200);
    expect(await open()).toMatchObject([{ due_on: '2030-06-10' }, { due_on: '2030-06-10' }]);
  });

  test('SPEC-027.9: by an assignee who is not in the project, it is made for them', async () => {
    const sam = await app.person('Sam');
    const parent = await make.task(olga, project);
    await finish(await recurring({ assignee_id: sam.id, parent_id: parent.id }), sam);
    expect((await open()).slice(1)).toMatchObject([{ assignee: { id: sam.id }, parent_id: parent.id }]);
  });

  test('SPEC-027.9: it is for nobody where the account of the assignee is disabled', async () => {
    const task = await recurring({ assignee_id: ann.id });
    await (await app.admin()).patch(`/users/${ann.id}`, { is_active: false });
    await finish(task);
    expect(await open()).toMatchObject([{ assignee: null }]);
  });

  test('SPEC-027.10: the days follow one another, or what was done', async () => {
    expect(await series({ recurrence: { rule: 'FREQ=MONTHLY', from: 'due_on' }, due_on: '2030-01-31' }, 3)).toEqual([
      '2030-01-31',
      '2030-03-31',
      '2030-05-31',
    ]);
    await olga.delete(`/tasks/${(await open())[0]?.id}`);
    const task = await recurring({ recurrence: { ...WEEKLY, from: 'completion' }, start_on: '2030-06-01' });
    await finish(task);
    expect(await open()).toMatchObject([{ start_on: '2030-06-10', due_on: '2030-06-12' }]);
  });

  test('SPEC-027.11: the day on which it is done is that of whoever does it', async () => {
    setTime('2030-06-05T20:00:00Z', app);
    await ann.patch('/users/me', { time_zone: 'Asia/Tokyo' });
    const daily = { rule: 'FREQ=DAILY', from: 'completion' };
    await finish(await recurring({ recurrence: daily }), ann);
    expect(await open()).toMatchObject([{ due_on: '2030-06-07' }]);
  });

  test('SPEC-027.12: opening it again and finishing it again makes nothing', async () => {
    const task = await recurring();
    await finish(task);
    await olga.patch(`/tasks/${task.id}`, { status: 'todo' });
    await finish(task);
    expect(await tasks()).toHaveLength(2);
    const [next] = await open();
    await olga.delete(`/tasks/${next?.id}?permanently=true`);
    await olga.patch(`/tasks/${task.id}`, { status: 'todo' });
    await finish(task);
    expect(await tasks()).toHaveLength(1);
  });

  test('SPEC-027.12: by several people at the same time, there is one next one', async () => {
    const all = await Promise.all([1, 2, 3].map(() => recurring()));
    for (const { id } of all) await olga.patch(`/tasks/${id}`, { status: 'in_progress' });
    const answers = await Promise.all(
      all.flatMap(({ id }) => [olga, ann, olga, ann].map((person) => person.patch(`/tasks/${id}`, { status: 'done' }))),
    );
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    expect(await open()).toHaveLength(3);
  });

  test('SPEC-027.13: both happen, or neither', async () => {
    const task = await recurring();
    await olga.patch(`/tasks/${task.id}`, { status: 'in_progress' });
    await olga.patch(`/projects/${project.id}`, { status: 'archived' });
    expect(outcome(await olga.patch(`/tasks/${task.id}`, { status: 'done' }))).toEqual([409, 'project_archived']);
    await olga.patch(`/projects/${project.id}`, { status: 'active' });
    expect(await tasks()).toMatchObject([{ id: task.id, status: 'in_progress' }]);
  });

  test('SPEC-027.14: the series ends after COUNT, with UNTIL, and where there is no other day', async () => {
    expect(await series({ recurrence: { rule: 'FREQ=DAILY;COUNT=3', from: 'due_on' } })).toEqual([
      '2030-06-03',
      '2030-06-04',
      '2030-06-05',
    ]);
    expect(await series({ recurrence: { rule: 'FREQ=DAILY;UNTIL=20300604', from: 'due_on' } })).toEqual([
      '2030-06-03',
      '2030-06-04',
    ]);
    expect(await series({ recurrence: { rule: 'FREQ=YEARLY', from: 'due_on' }, due_on: '9999-01-01' })).toEqual([
      '9999-01-01',
    ]);
    for (const { recurrence } of await tasks()) expect(Object.keys(recurrence ?? {})).toEqual(['rule', 'from']);
  });

  test('SPEC-027.14: a new rule counts anew', async () => {
    const first = await recurring({ recurrence: { rule: 'FREQ=DAILY;COUNT=2', from: 'due_on' } });
    await finish(first);
    const [second] = (await open()) as [Shown];
    await olga.patch(`/tasks/${second.id}`, { recurrence: { rule: 'FREQ=WEEKLY;COUNT=2' } });
    await finish(second);
    const [third] = (await open()) as [Shown];
    await finish(third);
    expect([third.due_on, await open()]).toEqual(['2030-06-11', []]);
  });
});
