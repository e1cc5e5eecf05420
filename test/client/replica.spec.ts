import type { Replica } from '@fasttrack/client';
import { startApp, type TestApp } from '../support/app.js';
import { clientOf } from '../support/api-client.js';
import { make, type MadeProject, type MadeTask } from '../support/make.js';
import { join } from '../support/members.js';
import type { Person } from '../support/people.js';
import { Replicas } from '../support/replicas.js';
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

describe('A replica', () => {
  test('SPEC-045.16: has all of a project, and each row is the same object until it changes', async () => {
    const task = await make.task(ann, garden);
    const comment = await make.comment(ann, task);
    const { replica } = await replicas.open(ann);
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
    const [{ replica: one }, { replica: two }] = [await replicas.open(ann), await replicas.open(ben)];
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
    await Promise.all([replicas.caughtUp(one), replicas.caughtUp(two)]);
    const truth = await replicas.byRest();
    const sorted = (replica: Replica) => [...replica.all('task').values()].sort((a, b) => a.id - b.id);
    expect(truth).toHaveLength(5);
    expect(sorted(one)).toEqual(truth);
    expect(sorted(two)).toEqual(truth);
    expect([one.pending, two.pending]).toEqual([0, 0]);
  });

  test('SPEC-045.18: begins anew where what was missed is forgotten, and misses no deletion', async () => {
    const task = await make.task(ann, garden);
    const first = await replicas.open(ann);
    const snapshot = first.replica.snapshot();
    first.replica.close();
    await ann.delete(`/tasks/${task.id}?permanently=true`);
    await replicas.caughtUp((await replicas.open(ben)).replica);
    await app.database.execute('UPDATE project_feeds SET forgotten_seq = $2, forgettings = 1 WHERE project_id = $1', [
      garden.id,
      snapshot.last_seq + 1,
    ]);
    await app.database.execute('DELETE FROM project_changes WHERE project_id = $1 AND deleted', [garden.id]);
    const { replica } = await replicas.open(ann, { snapshot });
    await replicas.caughtUp(replica);
    expect(replica.all('task').size).toBe(0);
    expect(replica.all('member').size).toBe(2);
  });

  test('SPEC-045.18: begins with a snapshot, and only asks for what is new', async () => {
    const task = await make.task(ann, garden);
    const { replica: earlier } = await replicas.open(ann);
    const snapshot = JSON.parse(JSON.stringify(earlier.snapshot())) as ReturnType<Replica['snapshot']>;
    await ben.patch(`/tasks/${task.id}`, { title: 'Of Ben' });
    const { replica, net } = await replicas.open(ann, { snapshot });
    await until(() => replica.get('task', task.id)?.title === 'Of Ben');
    expect(net.asked.filter((call) => call.includes('since=0'))).toEqual([]);
  });

  test('SPEC-045.19: of whoever loses the project is lost', async () => {
    const { replica } = await replicas.open(ben);
    await ann.delete(`/projects/${garden.id}/members/${ben.id}`);
    await until(() => replica.state === 'lost');
    await expect(replica.loaded()).rejects.toMatchObject({ code: 'forbidden' });
    const stranger = await app.person('Eve');
    const client = await clientOf(app, stranger);
    await expect(client.replica(garden.id).loaded()).rejects.toMatchObject({ code: 'forbidden' });
    client.live().close();
  });
});
