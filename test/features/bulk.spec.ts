import { type TestApp, startApp } from '../support/app.js';
import type { Answer } from '../support/client.js';
import { make, type MadeProject } from '../support/make.js';
import { join } from '../support/members.js';
import { said } from '../support/outcome.js';
import type { Person } from '../support/people.js';

let app: TestApp;
let ann: Person;
let ben: Person;
let garden: MadeProject;

beforeAll(async () => {
  app = await startApp();
  ann = await app.person('Ann');
  ben = await app.person('Ben');
  garden = await make.project(ann);
});

afterAll(() => app.stop());

type Fields = Record<string, unknown> & { id: number };

const itemsOf = ({ body }: Answer) => (body.data as { items: Fields[] }).items;
const placesOf = ({ body }: Answer) => (body.error?.details ?? []).map(({ field, code }) => `${field} ${code}`);
const bulk = (body: object, person = ann, headers = {}) => person.post('/tasks/bulk', body, headers);
const read = async ({ id }: { id: number }) => (await ann.get(`/tasks/${id}`)).body.data as Fields;

async function tasksIn(project: MadeProject, count: number): Promise<[number[], { id: number }[]]> {
  const tasks: { id: number }[] = [];
  for (let nth = 0; nth < count; nth++) tasks.push(await make.task(ann, project));
  return [tasks.map(({ id }) => id), tasks];
}

/** The types of the events about a task, in order. */
async function eventsOf({ id }: { id: number }): Promise<unknown[]> {
  const rows = await app.database.query(
    `SELECT type FROM events WHERE subject_type = 'task' AND subject_id = $1 ORDER BY id`,
    [id],
  );
  return rows.map(({ type }) => type as unknown);
}

describe('Changing many tasks', () => {
  test('SPEC-028.1: each is as after a PATCH of it alone, in the order of the ids, in several projects', async () => {
    const [[first = 0, second = 0], [one]] = await tasksIn(garden, 2);
    const [[third = 0], [other]] = await tasksIn(await make.project(ann), 1);
    const changes = { status: 'in_progress', priority: 'high', assignee_id: ben.id, due_on: '2030-05-01' };
    const answer = await bulk({ ids: [third, first, second], changes });
    expect(said(answer)).toBe('200');
    expect(itemsOf(answer).map(({ id }) => id)).toEqual([third, first, second]);
    for (const item of itemsOf(answer)) {
      expect(item).toEqual(await read(item));
      expect(item).toMatchObject({ status: 'in_progress', assignee: { id: ben.id }, due_on: '2030-05-01', version: 2 });
    }
    const events = ['task.created', 'task.changed', 'task.assigned', 'task.status_changed'];
    for (const task of [one, other]) expect(await eventsOf(task as Fields)).toEqual(events);

    expect(itemsOf(await bulk({ ids: [first, third], changes: {} })).map(({ version }) => version)).toEqual([2, 2]);
    expect(itemsOf(await bulk({ ids: [first], changes: { priority: 'high' } }))).toMatchObject([{ version: 2 }]);
  });

  test('SPEC-028.1: labels and parents are set and cleared, too', async () => {
    const project = await make.project(ann);
    const [ids] = await tasksIn(project, 3);
    const label = await make.label(ann, project);
    const parent = await make.task(ann, project);
    const set = await bulk({ ids, changes: { label_ids: [label.id], parent_id: parent.id } });
    expect(itemsOf(set)).toMatchObject(ids.map((id) => ({ id, labels: [{ id: label.id }], parent_id: parent.id })));
    const cleared = await bulk({ ids, changes: { label_ids: [], parent_id: null } });
    expect(itemsOf(cleared)).toMatchObject(ids.map((id) => ({ id, labels: [], parent_id: null })));
  });

  test('SPEC-028.5: the first that isn’t there or may not be changed is the answer', async () => {
    const [[first = 0, second = 0], tasks] = await tasksIn(garden, 2);
    const olga = await app.person('Olga');
    const hers = await make.task(olga, await make.project(olga));
    for (const order of [{ changes: { priority: 'low' } }, { delete: true }]) {
      const missing = await bulk({ ids: [first, second, 999_999_999], ...order });
      expect([said(missing), placesOf(missing)]).toEqual(['404 not_found', ['ids[2] not_found']]);
      const foreign = await bulk({ ids: [first, hers.id, 999_999_999], ...order });
      expect(said(foreign)).toBe('403 forbidden');
      expect(foreign.body.error?.details).toMatchObject([{ field: 'ids[1]', code: expect.stringMatching(/^editor/) }]);
    }
    for (const task of tasks) expect(await read(task)).toMatchObject({ priority: 'medium', version: 1 });
  });

  test('SPEC-028.5: an assignee changes their tasks, and only an editor deletes them', async () => {
    const project = await make.project(ann);
    const [ids] = await tasksIn(project, 2);
    await bulk({ ids, changes: { assignee_id: ben.id } });
    expect(said(await bulk({ ids, changes: { status: 'in_progress' } }, ben))).toBe('200');
    expect(said(await bulk({ ids, delete: true }, ben))).toBe('403 forbidden');
    await join(app, project, ben, 'editor');
    expect(said(await bulk({ ids, delete: true }, ben))).toBe('200');
  });

  test('SPEC-028.6: a step that one of them can’t take changes none, and nobody hears of it', async () => {
    const [ids, tasks] = await tasksIn(garden, 3);
    await bulk({ ids: ids.slice(0, 2), changes: { status: 'in_progress' } });
    const before = await Promise.all(tasks.map(eventsOf));
    const refused = await bulk({ ids, changes: { status: 'done', title: 'Never', assignee_id: ben.id } });
    expect([said(refused), placesOf(refused)]).toEqual([
      '409 invalid_status_transition',
      ['ids[2] invalid_status_transition'],
    ]);
    expect(await Promise.all(tasks.map(eventsOf))).toEqual(before);
    for (const task of tasks) expect(await read(task)).toMatchObject({ title: 'Water the beds', assignee: null });
  });

  test('SPEC-028.6: an archived project, a circle and fields that are wrong for one are named with both places', async () => {
    const project = await make.project(ann);
    const [[first = 0, second = 0]] = await tasksIn(project, 2);
    const elsewhere = await make.project(ann);
    const [[third = 0]] = await tasksIn(elsewhere, 1);
    const label = await make.label(ann, project);
    const change = async (ids: number[], changes: object) => {
      const answer = await bulk({ ids, changes });
      return [said(answer), ...placesOf(answer)];
    };
    expect(await change([first, second], { parent_id: second })).toEqual(['409 parent_circle', 'ids[1] parent_circle']);
    const invalid = '422 validation_failed';
    for (const changes of [{ label_ids: [label.id] }, { parent_id: second }]) {
      const field = `changes.${Object.keys(changes)[0]}`;
      expect(await change([first, third], changes)).toEqual([invalid, `${field} unknown`, 'ids[1] unknown']);
    }
    await ann.patch(`/tasks/${third}`, { start_on: '2030-05-02' });
    const due = { due_on: '2030-05-01' };
    expect(await change([first, third], due)).toEqual([invalid, 'changes.due_on too_small', 'ids[1] too_small']);
    expect(await change([first], { assignee_id: 999_999_999 })).toEqual([
      invalid,
      'changes.assignee_id unknown',
      'ids[0] unknown',
    ]);
    await ann.patch(`/projects/${elsewhere.id}`, { status: 'archived' });
    const archived = ['409 project_archived', 'ids[1] project_archived'];
    expect(await change([first, third], { priority: 'low' })).toEqual(archived);
    const deletion = await bulk({ ids: [first, third], delete: true });
    expect([said(deletion), ...placesOf(deletion)]).toEqual(archived);
    for (const id of [first, second, third]) {
      expect(await read({ id })).toMatchObject({ priority: 'medium', parent_id: null, labels: [], due_on: null });
    }
  });

  test('SPEC-028.7: needs update_task, and delete_task where it deletes', async () => {
    const admin = await app.admin();
    await admin.post('/roles', { name: 'changer', description: '', permissions: ['read_task', 'update_task'] });
    await admin.post('/roles', { name: 'reader', description: '', permissions: ['read_task'] });
    const changer = await app.person('Cleo', ['changer']);
    const reader = await app.person('Rosa', ['reader']);
    for (const person of [changer, reader]) await join(app, garden, person, 'editor');
    const [ids] = await tasksIn(garden, 1);
    const missing = ({ body }: Answer) => body.error?.details.map(({ field, code }) => `${field} ${code}`);
    expect(missing(await bulk({ ids, changes: {} }, reader))).toEqual(['permission update_task']);
    expect(said(await bulk({ ids, changes: {} }, changer))).toBe('200');
    expect(missing(await bulk({ ids, delete: true }, changer))).toEqual(['permission delete_task']);
    const path = `/projects/${garden.id}/tasks/bulk`;
    expect(missing(await changer.post(path, { tasks: [{ title: 'One' }] }))).toEqual(['permission create_task']);
  });
});

test('SPEC-028.2: what is deleted with its subtasks comes back with them', async () => {
  const project = await make.project(ann);
  const [[first = 0, second = 0]] = await tasksIn(project, 2);
  const child = await make.task(ann, project, { parent_id: first });
  const grandchild = await make.task(ann, project, { parent_id: child.id });
  const answer = await bulk({ ids: [grandchild.id, second, first], delete: true });
  expect(said(answer)).toBe('200');
  expect(itemsOf(answer)).toMatchObject([{ id: grandchild.id, version: 1 }, { id: second }, { id: first }]);
  const trash = itemsOf(await ann.get(`/projects/${project.id}/trash`));
  expect(trash.map(({ id }) => id)).toEqual([first, second, child.id, grandchild.id]);
  expect(new Set(trash.map(({ deleted_at }) => deleted_at)).size).toBe(1);
  for (const task of trash) expect(await eventsOf(task)).toEqual(['task.created', 'task.deleted']);

  expect(said(await bulk({ ids: [first], delete: true }))).toBe('404 not_found');
  expect(said(await ann.post(`/tasks/${first}/restore`))).toBe('200');
  expect(itemsOf(await ann.get(`/projects/${project.id}/trash`)).map(({ id }) => id)).toEqual([second]);
  expect(await read(grandchild)).toMatchObject({ parent_id: child.id, version: 3 });
});

describe('Making many tasks', () => {
  const makeMany = (project: MadeProject, tasks: object[], headers = {}) =>
    ann.post(`/projects/${project.id}/tasks/bulk`, { tasks }, headers);

  test('SPEC-028.3: they come in the order asked, as each alone', async () => {
    const project = await make.project(ann);
    const label = await make.label(ann, project);
    const parent = await make.task(ann, project);
    const tasks = [
      { title: ' First ', assignee_id: ben.id, label_ids: [label.id] },
      { title: 'Second', parent_id: parent.id, due_on: '2030-05-01' },
      { title: 'Third', priority: 'high' },
    ];
    const answer = await makeMany(project, tasks);
    expect(said(answer)).toBe('201');
    const items = itemsOf(answer);
    expect(items).toMatchObject([
      { title: 'First', number: 2, assignee: { id: ben.id }, labels: [{ id: label.id }] },
      { title: 'Second', number: 3, parent_id: parent.id, due_on: '2030-05-01' },
      { title: 'Third', number: 4, priority: 'high', status: 'todo' },
    ]);
    for (const item of items) expect(item).toEqual(await read(item));
    const listed = itemsOf(await ann.get(`/projects/${project.id}/tasks?sort=position`));
    expect(listed.map(({ id }) => id)).toEqual([parent.id, ...items.map(({ id }) => id)]);
    expect(await eventsOf(items[0] as Fields)).toEqual(['task.created', 'task.assigned']);
  });

  test('SPEC-028.6: a fault in one makes none', async () => {
    const project = await make.project(ann);
    const outcome = async (last: object) => {
      const answer = await makeMany(project, [{ title: 'One' }, { title: 'Two' }, { title: 'Three', ...last }]);
      return [said(answer), ...placesOf(answer)];
    };
    const foreign = await make.label(ann, await make.project(ann));
    for (const [field, value] of [
      ['assignee_id', 999_999_999],
      ['parent_id', 999_999_999],
      ['label_ids', [foreign.id]],
    ] as const) {
      expect(await outcome({ [field]: value })).toEqual(['422 validation_failed', `tasks[2].${field} unknown`]);
    }
    let parent = await make.task(ann, project);
    for (let level = 2; level <= 5; level++) parent = await make.task(ann, project, { parent_id: parent.id });
    expect(await outcome({ parent_id: parent.id })).toEqual(['409 parent_circle', 'tasks[2] parent_circle']);
    expect(itemsOf(await ann.get(`/projects/${project.id}/tasks`))).toHaveLength(5);
    await ann.patch(`/projects/${project.id}`, { status: 'archived' });
    expect(await outcome({})).toEqual(['409 project_archived']);
  });

  test('SPEC-028.8: a repeated request is answered again, and done once', async () => {
    const project = await make.project(ann);
    const key = { 'Idempotency-Key': 'spring-planting' };
    const [first, again] = [
      await makeMany(project, [{ title: 'One' }], key),
      await makeMany(project, [{ title: 'One' }], key),
    ];
    expect(again.body.data).toEqual(first.body.data);
    const ids = itemsOf(first).map(({ id }) => id);
    const order = { ids, delete: true };
    const deletionKey = { 'Idempotency-Key': 'late-frost' };
    const answers = [await bulk(order, ann, deletionKey), await bulk(order, ann, deletionKey)];
    expect(answers.map(said)).toEqual(['200', '200']);
    expect(said(await bulk(order))).toBe('404 not_found');
  });
});
