import { startApp, type TestApp } from '../support/app.js';
import { make, type MadeProject } from '../support/make.js';
import { join } from '../support/members.js';
import type { Person } from '../support/people.js';
import { inOrder, refusalOf, watch, Replicas } from '../support/replicas.js';
import { until } from '../support/until.js';

let app: TestApp;
let ann: Person;
let ben: Person;
let garden: MadeProject;
let replicas: Replicas;

beforeAll(async () => {
  app = await startApp();
  [ann, ben] = await Promise.all([app.person('Ann'), app.person('Ben')]);
});
beforeEach(async () => {
  garden = await make.project(ann);
  await join(app, garden, ben, 'editor');
  replicas = new Replicas(app, garden.id, ann);
});
afterEach(() => replicas.close());
afterAll(() => app?.stop());

describe('What one does', () => {
  test('SPEC-045.20: is shown at once, with the names of people and labels', async () => {
    const task = await make.task(ann, garden);
    const label = await make.label(ann, garden);
    const { replica } = await replicas.open(ann);
    const { done } = replica.change(task.id, {
      title: 'Mine',
      assignee_id: ben.id,
      label_ids: [label.id],
      recurrence: { rule: 'FREQ=DAILY', from: 'due_on' },
      due_on: '2027-01-31',
    });
    const seen = replica.get('task', task.id);
    expect(seen).toMatchObject({ title: 'Mine', assignee: { id: ben.id, display_name: 'Ben' }, due_on: '2027-01-31' });
    const answer = await done;
    expect({ ...seen, version: 0, updated_at: '' }).toEqual({ ...answer, version: 0, updated_at: '' });
  });

  test('SPEC-045.20: never flickers back, whichever comes first: the answer or the feed', async () => {
    const task = await make.task(ann, garden, { title: 'Old' });
    const { replica, net } = await replicas.open(ann);
    const titles = watch(replica, () => replica.get('task', task.id)?.title);
    const late = net.hold(/^PATCH/, 'answer');
    const first = replica.change(task.id, { title: 'First' });
    await late.reached;
    await replicas.caughtUp(replica);
    late.release();
    await first.done;
    await replica.change(task.id, { title: 'Second' }).done;
    await replicas.caughtUp(replica);
    expect(titles).toEqual(['Old', 'First', 'Second']);
  });

  test('SPEC-045.21: stays on top of what others do meanwhile', async () => {
    const task = await make.task(ann, garden, { title: 'Old' });
    const { replica, net } = await replicas.open(ann);
    const seen = watch(replica, () => {
      const { title, priority } = replica.get('task', task.id) ?? {};
      return `${title} ${priority}`;
    });
    const held = net.hold(/^PATCH/, 'request');
    const { done } = replica.change(task.id, { title: 'Of Ann' });
    await held.reached;
    await ben.patch(`/tasks/${task.id}`, { title: 'Of Ben', priority: 'high' });
    await replicas.caughtUp(replica);
    held.release();
    await done;
    await replicas.caughtUp(replica);
    expect(seen).toEqual(['Old medium', 'Of Ann medium', 'Of Ann high']);
    expect((await replicas.byRest())[0]).toMatchObject({ title: 'Of Ann', priority: 'high' });
  });

  test('SPEC-045.22: is taken back where it is refused, and nothing else with it', async () => {
    const task = await make.task(ann, garden, { title: 'Old' });
    const { replica } = await replicas.open(ann);
    const heard: string[] = [];
    replica.on('refused', ({ error, taskId }) => heard.push(`${error.code} ${taskId}`));
    const step = replica.change(task.id, { status: 'done' });
    const rename = replica.change(task.id, { title: 'New' });
    expect(replica.get('task', task.id)).toMatchObject({ title: 'New', status: 'done' });
    expect(await refusalOf(step)).toMatchObject({ status: 409, code: 'invalid_status_transition' });
    await rename.done;
    expect(replica.get('task', task.id)).toMatchObject({ title: 'New', status: 'todo' });
    expect(heard).toEqual([`invalid_status_transition ${task.id}`]);
  });

  test('SPEC-045.23: makes a task that is shown once all the time, and can be changed before it is known', async () => {
    const { replica, net } = await replicas.open(ann);
    const count = watch(replica, () => replica.all('task').size);
    const late = net.hold(/^POST .*tasks$/, 'answer');
    const made = replica.create({ title: 'Mine', assignee_id: ann.id });
    const change = replica.change(made.id, { title: 'Mine, really' });
    const child = replica.create({ title: 'Part', parent_id: made.id });
    const titles = watch(replica, () => replica.get('task', made.id)?.title);
    await late.reached;
    await replicas.caughtUp(replica);
    expect(replica.keyOf(replica.idOf(made.id))).toBe(made.id);
    late.release();
    const task = await made.done;
    expect(await change.done).toMatchObject({ id: task?.id, title: 'Mine, really' });
    expect(await child.done).toMatchObject({ parent_id: task?.id });
    await replicas.caughtUp(replica);
    expect(count).toEqual([0, 1, 2]);
    expect(titles).toEqual(['Mine, really']);
    expect([...replica.all('task').values()]).toEqual(await replicas.byRest());
  });

  test('SPEC-045.23: goes where the task goes: what was done to one that is refused is refused, too', async () => {
    const { replica } = await replicas.open(ann);
    const made = replica.create({ title: 'x'.repeat(300) });
    const change = replica.change(made.id, { priority: 'high' });
    expect((await Promise.all([made, change].map(refusalOf))).map((error) => error?.code)).toEqual([
      'validation_failed',
      'validation_failed',
    ]);
    expect(replica.all('task').size).toBe(0);
  });

  test('SPEC-045.24: moves a card to its place at once, and it stays there', async () => {
    for (const title of ['a', 'b', 'c', 'd']) await make.task(ann, garden, { title });
    const { replica } = await replicas.open(ann);
    const id = (title: string) => [...replica.all('task').values()].find((task) => task.title === title)?.id ?? 0;
    const orders = watch(replica, () => inOrder(replica).join(''));
    const moves = [
      replica.move(id('d'), { after_id: id('a'), status: 'in_progress' }),
      replica.move(id('a'), { to: 'last' }),
      replica.move(id('b'), { before_id: id('d') }),
      replica.move(id('c'), { to: 'first' }),
    ];
    expect(replica.get('task', id('d'))?.status).toBe('in_progress');
    await Promise.all(moves.map(({ done }) => done));
    await replicas.caughtUp(replica);
    expect(orders).toEqual(['abcd', 'adbc', 'dbca', 'bdca', 'cbda']);
    expect((await ann.get(`/projects/${garden.id}/tasks?sort=position`)).body.data['items']).toMatchObject(
      ['c', 'b', 'd', 'a'].map((title) => ({ title })),
    );
  });

  test('SPEC-045.25: deletes a task with its subtasks, and brings them back', async () => {
    const task = await make.task(ann, garden, { title: 'Whole' });
    await make.task(ann, garden, { title: 'Part', parent_id: task.id });
    const { replica } = await replicas.open(ann);
    const titles = watch(replica, () => inOrder(replica).join());
    await replica.delete(task.id).done;
    await ann.get(`/tasks/${task.id}`);
    await replica.restore(task.id).done;
    await replicas.caughtUp(replica);
    expect(titles).toEqual(['Whole,Part', '', 'Whole,Part']);
    replica.delete(task.id);
    await replica.restore(task.id).done;
    await replicas.caughtUp(replica);
    expect(titles).toEqual(['Whole,Part', '', 'Whole,Part', '', 'Whole,Part']);
    expect([...replica.all('task').values()]).toEqual(await replicas.byRest());
  });

  test('SPEC-045.25: does not hide what somebody else has brought back', async () => {
    const task = await make.task(ann, garden);
    const { replica, net } = await replicas.open(ann);
    const late = net.hold(/^DELETE/, 'answer');
    const { done } = replica.delete(task.id);
    await late.reached;
    await ben.post(`/tasks/${task.id}/restore`);
    await replicas.caughtUp(replica);
    late.release();
    await done;
    await ben.patch(`/tasks/${task.id}`, { title: 'Back' });
    await until(() => replica.get('task', task.id)?.title === 'Back');
  });
});
