import type { Replica, ReplicaOptions } from '@fasttrack/client';
import { startApp, type TestApp } from '../support/app.js';
import { make, type MadeProject } from '../support/make.js';
import { join } from '../support/members.js';
import { PASSWORD, type Person } from '../support/people.js';
import { Proxy } from '../support/proxy.js';
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

describe('Without a network', () => {
  test('SPEC-045.26: what one does is shown, and sent in order when it is back', async () => {
    const task = await make.task(ann, garden, { title: 'Old' });
    const { proxy, url } = await Proxy.before(app.url);
    const { replica } = await replicas.open(ann, { url });
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
    await replicas.caughtUp(replica);
    expect(seen).toEqual(['Old', 'Old,Made', 'New,Made']);
    expect([...replica.all('task').values()]).toEqual(await replicas.byRest());
    expect(replica.get('task', task.id)).toMatchObject({ status: 'done', priority: 'high', title: 'New' });
    proxy.close();
  });

  test('SPEC-045.26: what was done is kept by a snapshot, and done once', async () => {
    const { replica, net } = await replicas.open(ann);
    net.fate = ['lost'];
    const held = net.hold(/^POST .*tasks$/, 'request');
    replica.create({ title: 'Made' });
    await until(() => net.count(`POST /projects/${garden.id}/tasks`) === 2);
    await held.reached;
    const snapshot = JSON.parse(JSON.stringify(replica.snapshot())) as ReturnType<Replica['snapshot']>;
    replica.close();
    const { replica: next } = await replicas.open(ann, { snapshot });
    await until(() => next.pending === 0);
    await replicas.caughtUp(next);
    expect([...next.all('task').values()]).toEqual(await replicas.byRest());
    expect(next.all('task').size).toBe(1);
    held.release();
  });
});

describe('A change that is meant for a version', () => {
  async function contested(onConflict?: ReplicaOptions['onConflict']) {
    const task = await make.task(ann, garden, { title: 'Old' });
    const { replica, net } = await replicas.open(ann, onConflict ? { onConflict } : {});
    const held = net.hold(/^PATCH/, 'request');
    const made = replica.change(task.id, { title: 'Of Ann' }, { ifMatch: true });
    await held.reached;
    await ben.patch(`/tasks/${task.id}`, { title: 'Of Ben', priority: 'high' });
    held.release();
    return { task, replica, made };
  }

  test('SPEC-045.27: is refused where somebody else was quicker', async () => {
    const { task, replica, made } = await contested();
    expect(await refusalOf(made)).toMatchObject({ status: 412, current: { title: 'Of Ben' } });
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
    const { replica, net } = await replicas.open(ann);
    net.fate = ['lost'];
    const made = ['One', 'Two', 'Three'].map((title) => replica.change(task.id, { title }, { ifMatch: true }));
    await Promise.all(made.map(({ done }) => done));
    expect((await replicas.byRest())[0]).toMatchObject({ title: 'Three', version: 4 });
  });
});

test('SPEC-045.31: what one has done is not sent as somebody else who signs in', async () => {
  const task = await make.task(ann, garden, { title: 'Old' });
  const { client, replica, net } = await replicas.open(ann);
  net.fate = ['broken'];
  const made = replica.change(task.id, { title: 'Of Ann' });
  await until(() => net.count(`PATCH /tasks/${task.id}`) === 1);
  client.session.end();
  await client.signIn({ email: ben.email, password: PASSWORD });
  expect(await refusalOf(made)).toMatchObject({ code: 'another_person' });
  expect(replica.state).toBe('lost');
  expect(await replicas.byRest()).toMatchObject([{ title: 'Old' }]);
});

test('SPEC-045.31: whose session has ended loses nothing: it is sent when they are back', async () => {
  const task = await make.task(ann, garden, { title: 'Old' });
  const { client, replica } = await replicas.open(ann);
  await ann.delete('/users/me/sessions');
  const made = replica.change(task.id, { title: 'Of Ann' });
  await until(() => !client.isSignedIn);
  expect(replica.get('task', task.id)?.title).toBe('Of Ann');
  await client.signIn({ email: ann.email, password: PASSWORD });
  expect(await made.done).toMatchObject({ title: 'Of Ann' });
  await until(() => replica.state === 'live');
});
