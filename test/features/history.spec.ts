import { startApp, startBeside, type TestApp } from '../support/app.js';
import { make } from '../support/make.js';
import { join } from '../support/members.js';
import { outcome } from '../support/outcome.js';
import type { Person } from '../support/people.js';

interface Entry {
  id: number;
  type: string;
  actor: { id: number; display_name: string } | null;
  changes: Record<string, { old: unknown; new: unknown }>;
  timestamp: string;
}

let app: TestApp;
let beside: TestApp;
let ann: Person;
let bob: Person;
let vic: Person;
let eve: Person;
let project: { id: number };
let task: { id: number };

beforeAll(async () => {
  app = await startApp();
  beside = await startBeside(app);
  [ann, bob, vic, eve] = await Promise.all([
    app.person('Ann'),
    app.person('Bob'),
    app.person('Vic'),
    app.person('Eve'),
  ]);
});

beforeEach(async () => {
  project = await make.project(ann);
  await join(app, project, vic, 'viewer');
  task = await make.task(ann, project, { title: 'Sow' });
});

afterAll(async () => {
  await beside.stop();
  await app.stop();
});

const history = (id = task.id) => `/tasks/${id}/history`;
const change = (fields: object, person = ann) => person.patch(`/tasks/${task.id}`, fields);

async function entries(query = ''): Promise<Entry[]> {
  return ((await ann.get(history() + query)).body.data as { items: Entry[] }).items;
}

async function last(): Promise<Entry> {
  return (await entries('?limit=1'))[0] as Entry;
}

const revert = async (entry: { id: number }, person = ann) => person.post(`${history()}/${entry.id}/revert`);

async function values(): Promise<Record<string, unknown>> {
  return (await ann.get(`/tasks/${task.id}`)).body.data;
}

describe('The history of a task', () => {
  test('SPEC-024.1, SPEC-024.2: tells what happened to it, newest first', async () => {
    const label = await make.label(ann, project);
    await change({ title: 'Reap', due_on: '2026-08-01', label_ids: [label.id] });
    await change({ status: 'in_progress', assignee_id: bob.id });
    await change({ assignee_id: vic.id, title: 'Reap' }, bob);
    await change({ assignee_id: null }, vic);
    const told = [
      ['task.unassigned', 'Vic', { assignee_id: { old: vic.id, new: null } }],
      ['task.assigned', 'Bob', { assignee_id: { old: bob.id, new: vic.id } }],
      ['task.status_changed', 'Ann', { status: { old: 'todo', new: 'in_progress' } }],
      ['task.assigned', 'Ann', { assignee_id: { old: null, new: bob.id } }],
      [
        'task.changed',
        'Ann',
        {
          title: { old: 'Sow', new: 'Reap' },
          due_on: { old: null, new: '2026-08-01' },
          label_ids: { old: [], new: [label.id] },
        },
      ],
      ['task.created', 'Ann', {}],
    ];
    const items = await entries();
    expect(items.map(({ type, actor, changes }) => [type, actor?.display_name, changes])).toEqual(told);
    expect(Object.keys(items[0] ?? {}).sort()).toEqual(['actor', 'changes', 'id', 'timestamp', 'type']);
    expect(items[0]?.timestamp).toMatch(/Z$/);
    for (const reader of [vic, await app.admin()])
      expect((await reader.get(history())).body.data).toMatchObject({ items });
    expect(outcome(await eve.get(history()))).toEqual([403, 'forbidden']);
    expect(outcome(await bob.get(history()))).toEqual([403, 'forbidden']);
    expect(outcome(await ann.get(history(999_999_999)))).toEqual([404, 'not_found']);
    // Who was refused is in the audit log, and no part of the history.
    expect(await entries()).toEqual(items);
  });

  test('SPEC-024.1: comes in pages, and goes on though more happens', async () => {
    for (const title of ['a', 'b', 'c', 'd']) await change({ title });
    const titles = (items: Entry[]) => items.map(({ changes }) => changes.title?.new ?? null);
    const page = (await ann.get(`${history()}?limit=2`)).body.data as { items: Entry[]; next_cursor: string };
    expect(titles(page.items)).toEqual(['d', 'c']);
    await change({ title: 'e' });
    expect(titles(await entries(`?limit=3&cursor=${page.next_cursor}`))).toEqual(['b', 'a', null]);
  });

  test('SPEC-024.3: shows what earlier versions of the program have recorded', async () => {
    const older: [string, object][] = [
      ['task.changed', { fields: ['title'] }],
      ['task.assigned', { assigneeId: bob.id }],
      ['task.unassigned', { assigneeId: null, formerAssigneeId: bob.id }],
      ['task.status_changed', { old: 'in_progress', new: 'todo' }],
    ];
    for (const [type, data] of older) {
      await app.database.execute(
        `INSERT INTO events (type, subject_type, subject_id, data) VALUES ($1, 'task', $2, $3)`,
        [type, task.id, JSON.stringify({ taskId: task.id, ...data })],
      );
    }
    expect((await entries('?limit=4')).map(({ type, actor, changes }) => [type, actor, changes])).toEqual([
      ['task.status_changed', null, { status: { old: 'in_progress', new: 'todo' } }],
      ['task.unassigned', null, { assignee_id: { old: bob.id, new: null } }],
      ['task.assigned', null, {}],
      ['task.changed', null, {}],
    ]);
    const answers = [];
    for (const entry of await entries('?limit=4')) answers.push(outcome(await revert(entry)));
    expect(answers).toEqual([
      [200, null],
      [200, null],
      [422, 'validation_failed'],
      [422, 'validation_failed'],
    ]);
    expect(await values()).toMatchObject({ status: 'in_progress', assignee: { id: bob.id } });
  });
});

describe('An event of a task', () => {
  test('SPEC-024.4: is put back, and that is put back', async () => {
    const [one, other] = [await make.label(ann, project), await make.label(ann, project, { name: 'other' })];
    const first = { title: 'Sow', description: null, start_on: null, due_on: null };
    const then = { title: 'Reap', description: 'All of it', start_on: '2026-08-01', due_on: '2026-08-02' };
    await change({ label_ids: [one.id] });
    await change({ ...then, label_ids: [other.id, one.id] });
    const event = await last();
    await change({ priority: 'high' });
    const answer = await revert(event);
    expect([answer.status, answer.body.data]).toEqual([200, await values()]);
    expect(answer.body.data).toMatchObject({ ...first, priority: 'high', version: 5, labels: [{ id: one.id }] });
    expect((await last()).changes.title).toEqual({ old: 'Reap', new: 'Sow' });
    expect((await revert(await last())).body.data).toMatchObject(then);
    expect(await values()).toMatchObject({ ...then, labels: [{ id: other.id }, { id: one.id }] });
  });

  test('SPEC-024.4: is put back by whoever may change the task, with all that follows', async () => {
    await change({ assignee_id: bob.id });
    const assigned = await last();
    await change({ status: 'in_progress' });
    expect((await revert(await last(), bob)).body.data).toMatchObject({ status: 'todo' });
    for (const reader of [vic, eve]) expect(outcome(await revert(assigned, reader))).toEqual([403, 'forbidden']);
    expect((await revert(assigned)).body.data).toMatchObject({ assignee: null });
    expect(await last()).toMatchObject({ type: 'task.unassigned', actor: { id: ann.id } });
  });

  test('SPEC-024.5: is not put back where something has changed since', async () => {
    await change({ title: 'Reap', priority: 'high', due_on: '2026-08-01' });
    const event = await last();
    await change({ title: 'Weed', due_on: '2026-08-02' });
    const before = await values();
    const answer = await revert(event);
    expect(outcome(answer)).toEqual([409, 'changed_since']);
    expect(answer.body.error?.details).toEqual([
      { field: 'title', code: 'changed_since', message: 'has been changed since' },
      { field: 'due_on', code: 'changed_since', message: 'has been changed since' },
    ]);
    expect(await values()).toEqual(before);
    await change({ title: 'Reap', due_on: '2026-08-01' });
    expect((await revert(event)).body.data).toMatchObject({ title: 'Sow', priority: 'medium', due_on: null });
  });

  test('SPEC-024.5: is put back once, however many do so', async () => {
    await change({ title: 'Reap' });
    const event = await last();
    const answers = await Promise.all(
      Array.from({ length: 6 }, (_, nth) => (nth % 2 ? beside : app).as(ann).post(`${history()}/${event.id}/revert`)),
    );
    const codes = answers.map((answer) => outcome(answer).join(' ').trim()).sort();
    expect(codes).toEqual(['200', ...Array<string>(5).fill('409 changed_since')]);
    expect(await values()).toMatchObject({ title: 'Sow', version: 3 });
  });

  test('SPEC-024.6: is not put back against the rules', async () => {
    const label = await make.label(ann, project);
    const dan = await app.person('Dan');
    for (const status of ['in_progress', 'done', 'todo']) await change({ status });
    expect(outcome(await revert(await last()))).toEqual([409, 'invalid_status_transition']);
    await change({ label_ids: [label.id] });
    await change({ label_ids: [] });
    await ann.delete(`/labels/${label.id}`);
    const unlabelled = await revert(await last());
    expect([...outcome(unlabelled), unlabelled.body.error?.details[0]?.field]).toEqual([
      422,
      'validation_failed',
      'label_ids',
    ]);
    await change({ assignee_id: dan.id });
    await change({ assignee_id: null });
    await app.database.execute('UPDATE users SET is_active = false WHERE id = $1', [dan.id]);
    expect(outcome(await revert(await last()))).toEqual([422, 'validation_failed']);
    await change({ title: 'Reap' });
    await ann.patch(`/projects/${project.id}`, { status: 'archived' });
    expect(outcome(await revert(await last()))).toEqual([409, 'project_archived']);
    expect(await values()).toMatchObject({ title: 'Reap', status: 'todo', labels: [], assignee: null });
  });

  test('SPEC-024.7: is found only at its own task', async () => {
    await change({ title: 'Reap' });
    const event = await last();
    const other = await make.task(ann, project);
    for (const path of [
      `${history(other.id)}/${event.id}`,
      `${history()}/999999999`,
      `${history()}/x`,
      `${history()}/0`,
    ]) {
      expect(outcome(await ann.post(`${path}/revert`))).toEqual([404, 'not_found']);
    }
    const [made] = await app.database.query<{ id: number }>(
      `SELECT id FROM events WHERE type = 'project.created' AND subject_id = $1`,
      [project.id],
    );
    expect(outcome(await revert(made as { id: number }))).toEqual([404, 'not_found']);
    expect(await values()).toMatchObject({ title: 'Reap' });
  });

  test('SPEC-024.8: is not put back if it has changed nothing', async () => {
    const answer = await revert(await last());
    expect(outcome(answer)).toEqual([422, 'validation_failed']);
    expect(answer.body.error?.details).toMatchObject([{ field: 'event_id' }]);
    expect(outcome(await ann.post(`${history()}/${(await last()).id}/revert`, { title: 'x' }))).toEqual([
      422,
      'validation_failed',
    ]);
  });
});
