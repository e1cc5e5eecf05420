import type { ApiError, Client, ClientOptions, Made, Replica, ReplicaOptions, Task } from '@fasttrack/client';
import { startApp, type TestApp } from '../support/app.js';
import { clientOf } from '../support/api-client.js';
import { make, type MadeProject, type MadeTask } from '../support/make.js';
import { join } from '../support/members.js';
import { Network } from '../support/network.js';
import type { Person } from '../support/people.js';
import { Proxy } from '../support/proxy.js';
import { until } from '../support/until.js';

let app: TestApp;
let ann: Person;
let ben: Person;
let garden: MadeProject;
let opened: (() => void)[] = [];

beforeAll(async () => {
  app = await startApp();
  [ann, ben] = await Promise.all([app.person('Ann'), app.person('Ben')]);
});
beforeEach(async () => {
  garden = await make.project(ann);
  await join(app, garden, ben, 'editor');
});
afterEach(() => {
  for (const close of opened) close();
  opened = [];
});
afterAll(() => app?.stop());

interface Opened {
  client: Client;
  net: Network;
  replica: Replica;
}

async function open(
  person: Person,
  { url, ...options }: Partial<ClientOptions> & ReplicaOptions = {},
): Promise<Opened> {
  const net = new Network();
  const client = await clientOf(app, person, { fetch: net.fetch, ...(url !== undefined && { url }) });
  const replica = client.replica(garden.id, options);
  opened.push(() => {
    replica.close();
    client.live().close();
  });
  await until(() => replica.state === 'live');
  return { client, net, replica };
}

/** Everything that the replica ever showed, without repetitions. */
function watch<T>(replica: Replica, look: () => T): T[] {
  const seen: T[] = [];
  const write = () => {
    const now = look();
    if (seen.length === 0 || JSON.stringify(seen.at(-1)) !== JSON.stringify(now)) seen.push(now);
  };
  replica.subscribe(write);
  write();
  return seen;
}

const inOrder = (replica: Replica) =>
  [...replica.all('task').values()].sort((a, b) => (a.position < b.position ? -1 : 1)).map(({ title }) => title);
const failure = ({ done }: Made) =>
  done.then(
    () => undefined,
    (error: ApiError) => error,
  );

async function byRest(person: Person): Promise<Task[]> {
  return (await person.get(`/projects/${garden.id}/tasks?limit=100`)).body.data['items'];
}

/** Until the replica has heard of all that was done so far. */
async function caughtUp(replica: Replica): Promise<void> {
  const mark = await make.label(ann, garden, { name: `mark ${Math.random()}` });
  await until(() => replica.get('label', mark.id) !== undefined);
}

describe('A replica', () => {
  test('SPEC-045.16: has all of a project, and each row is the same object until it changes', async () => {
    const task = await make.task(ann, garden);
    const comment = await make.comment(ann, task);
    const { replica } = await open(ann);
    const places: unknown[] = [];
    replica.subscribe((changed) => places.push(...changed));
    const before = replica.get('task', task.id);
    expect(replica.get('comment', comment.id)).toMatchObject({ body: 'Well said' });
    expect(replica.get('member', ben.id)).toMatchObject({ role: 'editor' });
    expect(replica.get('project', garden.id)).toMatchObject({ name: 'Garden' });
    const other = await make.task(ben, garden);
    await until(() => replica.get('task', other.id) !== undefined);
    expect(replica.get('task', task.id)).toBe(before);
    expect(places).toContainEqual({ kind: 'task', id: other.id });
    expect(places).not.toContainEqual({ kind: 'task', id: task.id });
  });

  test('SPEC-045.17: of two people who write at once ends as the database', async () => {
    const seed: MadeTask[] = [];
    for (let nth = 0; nth < 4; nth++) seed.push(await make.task(ann, garden));
    const [{ replica: one }, { replica: two }] = [await open(ann), await open(ben)];
    const [first, second, third] = seed as [MadeTask, MadeTask, MadeTask];
    const made = [
      one.change(first.id, { title: 'Of Ann' }),
      two.change(first.id, { title: 'Of Ben', priority: 'high' }),
      one.create({ title: 'New of Ann' }),
      two.create({ title: 'New of Ben' }),
      one.move(second.id, { to: 'first', status: 'in_progress' }),
      two.move(second.id, { to: 'last' }),
      two.delete(third.id),
    ];
    await Promise.all(made.map(({ done }) => done));
    await Promise.all([caughtUp(one), caughtUp(two)]);
    const truth = await byRest(ann);
    const sorted = (replica: Replica) => [...replica.all('task').values()].sort((a, b) => a.id - b.id);
    expect(truth).toHaveLength(5);
    expect(sorted(one)).toEqual(truth);
    expect(sorted(two)).toEqual(truth);
    expect([one.pending, two.pending]).toEqual([0, 0]);
  });

  test('SPEC-045.18: begins anew where what was missed is forgotten, and misses no deletion', async () => {
    const task = await make.task(ann, garden);
    const first = await open(ann);
    const snapshot = first.replica.snapshot();
    first.replica.close();
    await ann.delete(`/tasks/${task.id}?permanently=true`);
    await caughtUp((await open(ben)).replica);
    await app.database.execute('UPDATE project_feeds SET forgotten_seq = $2, forgettings = 1 WHERE project_id = $1', [
      garden.id,
      snapshot.last_seq + 1,
    ]);
    await app.database.execute('DELETE FROM project_changes WHERE project_id = $1 AND deleted', [garden.id]);
    const { replica } = await open(ann, { snapshot });
    await caughtUp(replica);
    expect(replica.all('task').size).toBe(0);
    expect(replica.all('member').size).toBe(2);
  });

  test('SPEC-045.18: begins with a snapshot, and only asks for what is new', async () => {
    const task = await make.task(ann, garden);
    const { replica: earlier } = await open(ann);
    const snapshot = JSON.parse(JSON.stringify(earlier.snapshot())) as ReturnType<Replica['snapshot']>;
    await ben.patch(`/tasks/${task.id}`, { title: 'Of Ben' });
    const { replica, net } = await open(ann, { snapshot });
    await until(() => replica.get('task', task.id)?.title === 'Of Ben');
    expect(net.asked.filter((call) => call.includes('since=0'))).toEqual([]);
  });

  test('SPEC-045.19: of whoever loses the project is lost', async () => {
    const { replica } = await open(ben);
    await ann.delete(`/projects/${garden.id}/members/${ben.id}`);
    await until(() => replica.state === 'lost');
    await expect(replica.loaded()).rejects.toMatchObject({ code: 'forbidden' });
    const stranger = await app.person('Eve');
    const client = await clientOf(app, stranger);
    await expect(client.replica(garden.id).loaded()).rejects.toMatchObject({ code: 'forbidden' });
    client.live().close();
  });
});

describe('What one does', () => {
  test('SPEC-045.20: is shown at once, with the names of people and labels', async () => {
    const task = await make.task(ann, garden);
    const label = await make.label(ann, garden);
    const { replica } = await open(ann);
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
    const { replica, net } = await open(ann);
    const titles = watch(replica, () => replica.get('task', task.id)?.title);
    const late = net.hold(/^PATCH/, 'answer');
    const first = replica.change(task.id, { title: 'First' });
    await late.reached;
    await caughtUp(replica);
    late.release();
    await first.done;
    await replica.change(task.id, { title: 'Second' }).done;
    await caughtUp(replica);
    expect(titles).toEqual(['Old', 'First', 'Second']);
  });

  test('SPEC-045.21: stays on top of what others do meanwhile', async () => {
    const task = await make.task(ann, garden, { title: 'Old' });
    const { replica, net } = await open(ann);
    const seen = watch(replica, () => {
      const { title, priority } = replica.get('task', task.id) ?? {};
      return `${title} ${priority}`;
    });
    const held = net.hold(/^PATCH/, 'request');
    const { done } = replica.change(task.id, { title: 'Of Ann' });
    await held.reached;
    await ben.patch(`/tasks/${task.id}`, { title: 'Of Ben', priority: 'high' });
    await caughtUp(replica);
    held.release();
    await done;
    await caughtUp(replica);
    expect(seen).toEqual(['Old medium', 'Of Ann medium', 'Of Ann high']);
    expect((await byRest(ann))[0]).toMatchObject({ title: 'Of Ann', priority: 'high' });
  });

  test('SPEC-045.22: is taken back where it is refused, and nothing else with it', async () => {
    const task = await make.task(ann, garden, { title: 'Old' });
    const { replica } = await open(ann);
    const heard: string[] = [];
    replica.on('refused', ({ error, taskId }) => heard.push(`${error.code} ${taskId}`));
    const step = replica.change(task.id, { status: 'done' });
    const rename = replica.change(task.id, { title: 'New' });
    expect(replica.get('task', task.id)).toMatchObject({ title: 'New', status: 'done' });
    expect(await failure(step)).toMatchObject({ status: 409, code: 'invalid_status_transition' });
    await rename.done;
    expect(replica.get('task', task.id)).toMatchObject({ title: 'New', status: 'todo' });
    expect(heard).toEqual([`invalid_status_transition ${task.id}`]);
  });

  test('SPEC-045.23: makes a task that is shown once all the time, and can be changed before it is known', async () => {
    const { replica, net } = await open(ann);
    const count = watch(replica, () => replica.all('task').size);
    const late = net.hold(/^POST .*tasks$/, 'answer');
    const made = replica.create({ title: 'Mine', assignee_id: ann.id });
    const change = replica.change(made.id, { title: 'Mine, really' });
    const child = replica.create({ title: 'Part', parent_id: made.id });
    const titles = watch(replica, () => replica.get('task', made.id)?.title);
    await late.reached;
    await caughtUp(replica);
    expect(replica.keyOf(replica.idOf(made.id))).toBe(made.id);
    late.release();
    const task = await made.done;
    expect(await change.done).toMatchObject({ id: task?.id, title: 'Mine, really' });
    expect(await child.done).toMatchObject({ parent_id: task?.id });
    await caughtUp(replica);
    expect(count).toEqual([0, 1, 2]);
    expect(titles).toEqual(['Mine, really']);
    expect([...replica.all('task').values()]).toEqual(await byRest(ann));
  });

  test('SPEC-045.23: goes where the task goes: what was done to one that is refused is refused, too', async () => {
    const { replica } = await open(ann);
    const made = replica.create({ title: 'x'.repeat(300) });
    const change = replica.change(made.id, { priority: 'high' });
    expect((await Promise.all([made, change].map(failure))).map((error) => error?.code)).toEqual([
      'validation_failed',
      'validation_failed',
    ]);
    expect(replica.all('task').size).toBe(0);
  });

  test('SPEC-045.24: moves a card to its place at once, and it stays there', async () => {
    for (const title of ['a', 'b', 'c', 'd']) await make.task(ann, garden, { title });
    const { replica } = await open(ann);
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
    await caughtUp(replica);
    expect(orders).toEqual(['abcd', 'adbc', 'dbca', 'bdca', 'cbda']);
    expect((await ann.get(`/projects/${garden.id}/tasks?sort=position`)).body.data['items']).toMatchObject(
      ['c', 'b', 'd', 'a'].map((title) => ({ title })),
    );
  });

  test('SPEC-045.25: deletes a task with its subtasks, and brings them back', async () => {
    const task = await make.task(ann, garden, { title: 'Whole' });
    await make.task(ann, garden, { title: 'Part', parent_id: task.id });
    const { replica } = await open(ann);
    const titles = watch(replica, () => inOrder(replica).join());
    await replica.delete(task.id).done;
    await ann.get(`/tasks/${task.id}`);
    await replica.restore(task.id).done;
    await caughtUp(replica);
    expect(titles).toEqual(['Whole,Part', '', 'Whole,Part']);
    replica.delete(task.id);
    await replica.restore(task.id).done;
    await caughtUp(replica);
    expect(titles).toEqual(['Whole,Part', '', 'Whole,Part', '', 'Whole,Part']);
    expect([...replica.all('task').values()]).toEqual(await byRest(ann));
  });

  test('SPEC-045.25: does not hide what somebody else has brought back', async () => {
    const task = await make.task(ann, garden);
    const { replica, net } = await open(ann);
    const late = net.hold(/^DELETE/, 'answer');
    const { done } = replica.delete(task.id);
    await late.reached;
    await ben.post(`/tasks/${task.id}/restore`);
    await caughtUp(replica);
    late.release();
    await done;
    await ben.patch(`/tasks/${task.id}`, { title: 'Back' });
    await until(() => replica.get('task', task.id)?.title === 'Back');
  });
});

describe('Without a network', () => {
  test('SPEC-045.26: what one does is shown, and sent in order when it is back', async () => {
    const task = await make.task(ann, garden, { title: 'Old' });
    const { proxy, url } = await Proxy.before(app.url);
    const { replica } = await open(ann, { url });
    proxy.cut();
    await until(() => replica.state === 'offline');
    const seen = watch(replica, () => inOrder(replica).join());
    const made = [
      replica.change(task.id, { status: 'in_progress' }),
      replica.change(task.id, { status: 'done' }),
      replica.create({ title: 'Made' }),
      replica.change(task.id, { title: 'New' }),
    ];
    expect(replica.pending).toBe(4);
    await ben.patch(`/tasks/${task.id}`, { priority: 'high' });
    proxy.mend();
    await Promise.all(made.map(({ done }) => done));
    await until(() => replica.state === 'live');
    await caughtUp(replica);
    expect(seen).toEqual(['Old', 'Old,Made', 'New,Made']);
    expect([...replica.all('task').values()]).toEqual(await byRest(ann));
    expect(replica.get('task', task.id)).toMatchObject({ status: 'done', priority: 'high', title: 'New' });
    proxy.close();
  });

  test('SPEC-045.26: what was done is kept by a snapshot, and done once', async () => {
    const { replica, net } = await open(ann);
    net.fate = ['lost'];
    const held = net.hold(/^POST .*tasks$/, 'request');
    replica.create({ title: 'Made' });
    await until(() => net.count(`POST /projects/${garden.id}/tasks`) === 2);
    await held.reached;
    const snapshot = JSON.parse(JSON.stringify(replica.snapshot())) as ReturnType<Replica['snapshot']>;
    replica.close();
    const { replica: next } = await open(ann, { snapshot });
    await until(() => next.pending === 0);
    await caughtUp(next);
    expect([...next.all('task').values()]).toEqual(await byRest(ann));
    expect(next.all('task').size).toBe(1);
    held.release();
  });
});

describe('A change that is meant for a version', () => {
  async function contested(onConflict?: ReplicaOptions['onConflict']) {
    const task = await make.task(ann, garden, { title: 'Old' });
    const { replica, net } = await open(ann, onConflict ? { onConflict } : {});
    const held = net.hold(/^PATCH/, 'request');
    const made = replica.change(task.id, { title: 'Of Ann' }, { ifMatch: true });
    await held.reached;
    await ben.patch(`/tasks/${task.id}`, { title: 'Of Ben', priority: 'high' });
    held.release();
    return { task, replica, made };
  }

  test('SPEC-045.27: is refused where somebody else was quicker', async () => {
    const { task, replica, made } = await contested();
    expect(await failure(made)).toMatchObject({ status: 412, current: { title: 'Of Ben' } });
    expect(replica.get('task', task.id)).toMatchObject({ title: 'Of Ben' });
  });

  test('SPEC-045.27: or shows both versions to whoever decides', async () => {
    const asked: unknown[] = [];
    const { made } = await contested(({ fields, theirs }) => {
      asked.push([fields.title, theirs.title]);
      return 'mine';
    });
    expect(await made.done).toMatchObject({ title: 'Of Ann', priority: 'high' });
    expect(asked).toEqual([['Of Ann', 'Of Ben']]);
    expect(await (await contested(() => 'theirs')).made.done).toMatchObject({ title: 'Of Ben' });
    const both = await contested(() => Promise.resolve({ fields: { title: 'Of both' } }));
    expect(await both.made.done).toMatchObject({ title: 'Of both' });
  });

  test('SPEC-045.27: is not refused because of what one has done before', async () => {
    const task = await make.task(ann, garden);
    const { replica, net } = await open(ann);
    net.fate = ['lost'];
    const made = ['One', 'Two', 'Three'].map((title) => replica.change(task.id, { title }, { ifMatch: true }));
    await Promise.all(made.map(({ done }) => done));
    expect((await byRest(ann))[0]).toMatchObject({ title: 'Three', version: 4 });
  });
});
