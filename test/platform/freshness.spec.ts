import { type TestApp, startApp, startBeside } from '../support/app.js';
import { make } from '../support/make.js';
import type { Person } from '../support/people.js';
import { until } from '../support/until.js';

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
    await here.database.execute(
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'fasttrack listener' AND datname = current_database()",
    );
    expect(await refused(() => person.get('/users/me'))).toBe(401);
    expect(await refused(() => there.as(person).get('/users/me'))).toBe(401);
  });
});
