import { startApp, startBeside, type TestApp } from '../support/app.js';
import { programOf } from '../support/api-tokens.js';
import { LiveClient } from '../support/live-client.js';
import { make } from '../support/make.js';
import type { Person } from '../support/people.js';
import { until } from '../support/until.js';

interface Presence {
  project_id: number;
  people: { id: number; display_name: string; kind: string; task_id: number | null }[];
}

let app: TestApp;
let beside: TestApp;
let ann: Person;
let ben: Person;
let garden: { id: number };

beforeAll(async () => {
  app = await startApp();
  beside = await startBeside(app);
});
beforeEach(async () => {
  [ann, ben] = [await app.person('Ann'), await app.person('Ben')];
  garden = await make.project(ann, { name: 'Garden' });
  await join(ben, 'viewer');
  await app.idle();
});
afterEach(() => LiveClient.closeAll());
afterAll(async () => {
  await beside.stop();
  await app.stop();
});

async function join(person: { id: number }, role: string, project = garden): Promise<void> {
  const text = 'INSERT INTO project_members (project_id, user_id, role) VALUES ($1, $2, $3)';
  await app.database.execute(text, [project.id, person.id, role]);
}

const told = (client: LiveClient) => client.says('presence') as unknown as Presence[];

/** Who is there, as the client was told last, and where. */
const there = (client: LiveClient) =>
  Object.fromEntries(
    told(client)
      .at(-1)
      ?.people.map((one) => [one.id, one.task_id]) ?? [],
  );

async function sees(client: LiveClient, expected: Record<number, number | null>): Promise<void> {
  await client.until(() => JSON.stringify(there(client)) === JSON.stringify(expected));
}

async function follow(person: Person, options: { token?: string } = {}): Promise<LiveClient> {
  const client = await LiveClient.of(person, options);
  expect((await client.ask('subscribe', { project_id: garden.id })).error).toBeNull();
  return client;
}

const focus = (client: LiveClient, task_id: unknown, project_id: unknown = garden.id) =>
  client.ask('focus', { project_id, task_id });

it('SPEC-038.1: whoever subscribes is told who is there, on every instance', async () => {
  const here = await follow(ann);
  await here.until(() => told(here).length > 0);
  const person = { kind: 'person', task_id: null };
  expect(told(here)).toEqual([{ project_id: garden.id, people: [{ id: ann.id, display_name: 'Ann', ...person }] }]);
  const beyond = await follow(beside.as(ben));
  await beyond.until(() => told(beyond).length > 0);
  const both = [
    { id: ann.id, display_name: 'Ann', ...person },
    { id: ben.id, display_name: 'Ben', ...person },
  ];
  expect(told(beyond)).toEqual([{ project_id: garden.id, people: both }]);
  await sees(here, { [ann.id]: null, [ben.id]: null });
});

it('SPEC-038.2: whoever comes and goes is told of, once a second at most', async () => {
  const client = await follow(ann);
  const since = performance.now();
  const task = await make.task(ann, garden);
  for (const id of [task.id, null, task.id, null, task.id]) expect((await focus(client, id)).error).toBeNull();
  const other = await follow(beside.as(ben));
  await sees(client, { [ann.id]: task.id, [ben.id]: null });
  other.close();
  await sees(client, { [ann.id]: task.id });
  const seconds = (performance.now() - since) / 1_000;
  expect(told(client).length).toBeLessThanOrEqual(2 + seconds);
});

it('SPEC-038.3: a client says where its person is', async () => {
  const [here, beyond] = [await follow(ann), await follow(beside.as(ben))];
  const task = await make.task(ann, garden);
  expect(await focus(beyond, task.id)).toEqual({ data: null, error: null, meta: {} });
  await sees(here, { [ann.id]: null, [ben.id]: task.id });
  await focus(beyond, null);
  await sees(here, { [ann.id]: null, [ben.id]: null });
});

it('SPEC-038.3: of what is said at almost the same time, the last counts', async () => {
  const client = await follow(ann);
  const tasks = await Promise.all(Array.from({ length: 5 }, () => make.task(ann, garden)));
  const answers = await Promise.all(tasks.map(({ id }) => focus(client, id)));
  expect(answers.map(({ error }) => error)).toEqual(tasks.map(() => null));
  await sees(client, { [ann.id]: tasks.at(-1)?.id ?? 0 });
});

it('SPEC-038.3: focus counts among the messages that may come often', async () => {
  const client = await follow(ann);
  await Promise.all(Array.from({ length: 200 }, () => focus(client, null)));
  expect(client.ended).toBeUndefined();
});

it('SPEC-038.4: what is not so is refused', async () => {
  const client = await follow(ben);
  const elsewhere = await make.project(ann, { name: 'Shed' });
  const own = await make.project(ben, { name: 'Own' });
  const [task, foreign] = [await make.task(ann, garden), await make.task(ann, elsewhere)];
  const gone = await make.task(ann, garden);
  expect((await ann.delete(`/tasks/${gone.id}`)).status).toBe(200);
  for (const content of [
    ...[undefined, null, 'task', [], {}, { project_id: garden.id }, { task_id: task.id }],
    ...[`${task.id}`, -1, 0, 1.5, true, {}, 2 ** 53, foreign.id, gone.id, 999_999].map((task_id) => {
      return { project_id: garden.id, task_id };
    }),
    { project_id: garden.id, task_id: task.id, since: 1 },
    { project_id: own.id, task_id: null },
  ]) {
    expect([content, (await client.ask('focus', content)).error?.code]).toEqual([content, 'validation_failed']);
  }
  expect((await focus(client, null, elsewhere.id)).error?.code).toBe('forbidden');
  expect((await focus(client, null, 999_999)).error?.code).toBe('not_found');
  expect(there(client)).toEqual({ [ben.id]: null });
});

it('SPEC-038.5: a person with several sockets is there once, with what they said last', async () => {
  const watcher = await follow(ben);
  const [first, second] = [await make.task(ann, garden), await make.task(ann, garden)];
  const [phone, laptop] = [await follow(ann), await follow(beside.as(ann))];
  await focus(phone, first.id);
  await sees(watcher, { [ann.id]: first.id, [ben.id]: null });
  await focus(laptop, second.id);
  await sees(watcher, { [ann.id]: second.id, [ben.id]: null });
  laptop.close();
  await sees(watcher, { [ann.id]: first.id, [ben.id]: null });
  expect((await phone.ask('unsubscribe', { project_id: garden.id })).error).toBeNull();
  await sees(watcher, { [ben.id]: null });
});

it('SPEC-038.1, SPEC-038.5: programs count, and a task that has gone elsewhere is none', async () => {
  const client = await follow(ann);
  const shed = await make.project(ann, { name: 'Shed' });
  const program = await programOf(ben, { permissions: ['read_project', 'read_task'], project_ids: [garden.id] });
  const listening = await follow(beside.as(ben), { token: program.made.token });
  const task = await make.task(ann, garden);
  await focus(listening, task.id);
  await sees(client, { [ann.id]: null, [ben.id]: task.id });
  expect((await ann.post(`/tasks/${task.id}/move`, { to: 'last', project_id: shed.id })).status).toBe(200);
  await sees(client, { [ann.id]: null, [ben.id]: null });
  expect((await ben.delete(`/users/me/tokens/${program.made.id}`)).status).toBe(200);
  await sees(client, { [ann.id]: null });
});

it('SPEC-038.1: who may read no tasks is told of none', async () => {
  const program = await programOf(ben, { permissions: ['read_project'] });
  const [client, blind] = [await follow(ann), await follow(ben, { token: program.made.token })];
  const task = await make.task(ann, garden);
  await focus(client, task.id);
  await sees(client, { [ann.id]: task.id, [ben.id]: null });
  await sees(blind, { [ann.id]: null, [ben.id]: null });
  expect((await focus(blind, task.id)).error?.code).toBe('validation_failed');
});

it('SPEC-038.6: whoever is removed is gone, and hears nothing of it', async () => {
  const [client, removed] = [await follow(ann), await follow(beside.as(ben))];
  await sees(client, { [ann.id]: null, [ben.id]: null });
  expect((await ann.delete(`/projects/${garden.id}/members/${ben.id}`)).status).toBe(200);
  await sees(client, { [ann.id]: null });
  await focus(client, (await make.task(ann, garden)).id);
  expect(removed.events.at(-1)).toBe('unsubscribed');
});

it('SPEC-038.6: so is whoever is disabled', async () => {
  const admin = await app.admin();
  const client = await follow(ann);
  await follow(beside.as(ben));
  await sees(client, { [ann.id]: null, [ben.id]: null });
  expect((await admin.patch(`/users/${ben.id}`, { is_active: false })).status).toBe(200);
  await sees(client, { [ann.id]: null });
});

describe('SPEC-038.7: the people of an instance', () => {
  const text = `INSERT INTO presences (project_id, user_id, instance_id) VALUES ($1, $2, 'lost')`;

  it('are gone when it was not seen for a while', async () => {
    const client = await follow(ann);
    await app.database.execute(`INSERT INTO live_instances (id) VALUES ('lost')`);
    await app.database.execute(text, [garden.id, ben.id]);
    await sees(client, { [ann.id]: null, [ben.id]: null });
    await app.database.execute(`UPDATE live_instances SET seen_at = now() - interval '11 seconds' WHERE id = 'lost'`);
    await sees(client, { [ann.id]: null });
  });

  it('come back when it does', async () => {
    const [client, beyond] = [await follow(ann), await follow(beside.as(ben))];
    await sees(client, { [ann.id]: null, [ben.id]: null });
    await app.database.execute('DELETE FROM live_instances');
    const text = 'SELECT FROM presences WHERE project_id = $1';
    await until(async () => (await app.database.execute(text, [garden.id])) === 2);
    await sees(client, { [ann.id]: null, [ben.id]: null });
    await sees(beyond, { [ann.id]: null, [ben.id]: null });
  });

  it('are gone when it stops', async () => {
    const client = await follow(ann);
    const third = await startBeside(app);
    await follow(third.as(ben));
    await sees(client, { [ann.id]: null, [ben.id]: null });
    await third.stop();
    await sees(client, { [ann.id]: null });
  });
});

it('SPEC-038.5: a hundred people are shown at most', async () => {
  const client = await follow(ann);
  await app.database.execute(`INSERT INTO live_instances (id) VALUES ('crowded')`);
  const crowd = `
    WITH made AS (
      INSERT INTO users (email, email_key, display_name, password_hash)
      SELECT 'crowd' || n, 'crowd' || n, 'Crowd', '-' FROM generate_series(1, 150) n RETURNING id
    ) INSERT INTO presences (project_id, user_id, instance_id) SELECT $1, id, 'crowded' FROM made`;
  await app.database.execute(crowd, [garden.id]);
  await client.until(() => (told(client).at(-1)?.people.length ?? 0) > 1);
  expect(told(client).at(-1)?.people).toHaveLength(100);
  expect(there(client)).toHaveProperty(String(ann.id));
});
