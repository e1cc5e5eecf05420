import { startApp, type TestApp } from '../support/app.js';
import type { Answer } from '../support/client.js';
import { make } from '../support/make.js';
import { outcome } from '../support/outcome.js';
import type { Person } from '../support/people.js';
import { signIn } from '../support/sessions.js';

interface User {
  id: number;
  email: string;
  display_name: string;
  roles: string[];
  last_login_at: string | null;
}

let app: TestApp;
let admin: Person;

beforeAll(async () => {
  app = await startApp();
  admin = await app.admin();
});

afterAll(() => app.stop());

async function seen(person: { id: number }): Promise<User> {
  return (await admin.get(`/users/${person.id}`)).body.data;
}

async function listed(filters: string): Promise<User[]> {
  const { status, body } = await admin.get(`/users?limit=100&${filters}`);
  expect(status).toBe(200);
  return (body.data as { items: User[] }).items;
}

describe('Looking people up', () => {
  test('SPEC-014.3: shows a person with all that administrators see of them, and nothing more', async () => {
    const person = await app.person('Paul Plain', ['user', 'viewer']);
    const { status, body } = await admin.get(`/users/${person.id}`);
    expect(status).toBe(200);
    expect(body.data).toEqual({
      id: person.id,
      kind: 'person',
      email: person.email,
      email_confirmed: true,
      display_name: 'Paul Plain',
      roles: ['user', 'viewer'],
      is_active: true,
      totp_enabled: false,
      password_must_change: false,
      last_login_at: null,
      created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/) as string,
      updated_at: expect.stringMatching(/Z$/) as string,
    });
  });

  test('SPEC-014.3: knows nobody under an id that is none', async () => {
    for (const id of ['999999999', '0', '-1', '1.5', 'x']) {
      expect(outcome(await admin.get(`/users/${id}`))).toEqual([404, 'not_found']);
    }
  });

  test('SPEC-014.1: lists everybody, in the order in which they came, page by page', async () => {
    const newcomers = await Promise.all(['Lea', 'Leo', 'Lia'].map((name) => app.person(name)));
    const everybody: User[] = [];
    let cursor: string | null = '';
    do {
      const { body }: Answer = await admin.get(`/users?limit=2${cursor && `&cursor=${cursor}`}`);
      const page = body.data as { items: User[]; next_cursor: string | null; has_more: boolean };
      expect(page.has_more).toBe(page.next_cursor !== null);
      everybody.push(...page.items);
      cursor = page.next_cursor;
    } while (cursor);
    const ids = everybody.map(({ id }) => id);
    expect(ids).toEqual([...ids].sort((a, b) => a - b));
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).toEqual(expect.arrayContaining([admin.id, ...newcomers.map(({ id }) => id)]));
    expect(everybody.find(({ id }) => id === admin.id)).toEqual(await seen(admin));
  });

  test('SPEC-014.2: finds those who match all that was asked for', async () => {
    const editor = await app.person('Eddy Tor', ['editor']);
    const idle = await app.person('Ida Idle', ['editor']);
    await admin.patch(`/users/${idle.id}`, { is_active: false });
    const ids = async (filters: string) => (await listed(filters)).map(({ id }) => id);

    expect(await ids('role=editor')).toEqual([editor.id, idle.id]);
    expect(await ids('role=editor&is_active=true')).toEqual([editor.id]);
    expect(await ids('role=editor&is_active=false')).toEqual([idle.id]);
    expect(await ids(`email=${editor.email.toUpperCase()}`)).toEqual([editor.id]);
    expect(await ids(`email=${editor.email}&is_active=false`)).toEqual([]);
    expect(await ids(`email=${editor.email.slice(1)}`)).toEqual([]);
    expect(await ids('role=edito')).toEqual([]);
  });

  test.each(['is_active=yes', 'is_active=1', 'email=nobody', 'role=', 'name=x'])(
    'SPEC-014.2: refuses a filter it can not read: %s',
    async (filter) => {
      expect(outcome(await admin.get(`/users?${filter}`))).toEqual([422, 'validation_failed']);
    },
  );

  test('SPEC-014.4: shows when somebody signed in last', async () => {
    const person = await app.person('Lana Late');
    expect((await seen(person)).last_login_at).toBeNull();
    const before = Date.now();
    expect((await signIn(app, person)).status).toBe(200);
    const { last_login_at } = await seen(person);
    expect(Date.parse(last_login_at as string)).toBeGreaterThanOrEqual(before - 1);
    expect(Date.parse(last_login_at as string)).toBeLessThanOrEqual(Date.now() + 1);
  });
});

describe('Changing an account', () => {
  test('SPEC-014.5: gives exactly the roles that were sent', async () => {
    const person = await app.person('Rosa Roles', ['user']);
    const { status, body } = await admin.patch(`/users/${person.id}`, { roles: ['editor', 'viewer'] });
    expect([status, (body.data as User).roles]).toEqual([200, ['viewer', 'editor']]);
    expect((await seen(person)).roles).toEqual(['viewer', 'editor']);
    expect((await admin.patch(`/users/${person.id}`, { roles: [] })).body.data).toMatchObject({ roles: [] });
  });

  test('SPEC-014.5: changes nothing when one of the roles is unknown', async () => {
    const person = await app.person('Una Unknown', ['user']);
    const before = await seen(person);
    const answer = await admin.patch(`/users/${person.id}`, { roles: ['viewer', 'wizard'], display_name: 'Una Other' });
    expect(outcome(answer)).toEqual([422, 'validation_failed']);
    expect(answer.body.error?.details[0]).toMatchObject({ field: 'roles' });
    expect(await seen(person)).toEqual(before);
  });

  test('SPEC-002.9: what other roles allow holds with the next request', async () => {
    const person = await app.person('Nina Next', ['user']);
    expect((await person.get('/users')).status).toBe(403);
    await admin.patch(`/users/${person.id}`, { roles: ['viewer'] });
    expect((await person.get('/users')).status).toBe(200);
    await admin.patch(`/users/${person.id}`, { roles: ['user'] });
    expect((await person.get('/users')).status).toBe(403);
  });

  test('SPEC-014.6: shuts a disabled account out, and its old tokens for good', async () => {
    const person = await app.person('Dora Disabled', ['viewer']);
    expect((await person.get('/users')).status).toBe(200);
    expect((await admin.patch(`/users/${person.id}`, { is_active: false })).body.data).toMatchObject({
      is_active: false,
    });
    expect(outcome(await person.get('/users'))).toEqual([401, 'token_revoked']);
    expect(outcome(await signIn(app, person))).toEqual([403, 'account_disabled']);

    await admin.patch(`/users/${person.id}`, { is_active: true });
    expect(outcome(await person.get('/users'))).toEqual([401, 'token_revoked']);
    expect((await signIn(app, person)).status).toBe(200);
  });

  test('SPEC-014.7: requires another password from the next request on', async () => {
    const person = await app.person('Mona Must', ['viewer']);
    expect((await person.get('/users')).status).toBe(200);
    await admin.patch(`/users/${person.id}`, { password_must_change: true });
    expect(outcome(await person.get('/users'))).toEqual([403, 'password_change_required']);
    await admin.patch(`/users/${person.id}`, { password_must_change: false });
    expect((await person.get('/users')).status).toBe(200);
  });

  test('SPEC-014.8: corrects a name wherever it appears', async () => {
    const person = await app.person('Typo');
    const project = await make.project(person);
    const task = await make.task(person, project, { assignee_id: person.id });
    expect((await admin.patch(`/users/${person.id}`, { display_name: ' Tipo ' })).status).toBe(200);
    const name = { display_name: 'Tipo' };
    expect(await seen(person)).toMatchObject(name);
    expect((await person.get(`/projects/${project.id}`)).body.data).toMatchObject({ owner: name });
    expect((await person.get(`/tasks/${task.id}`)).body.data).toMatchObject({ assignee: name });
  });

  const forbidden: [string, unknown][] = [
    ['email', 'new@example.com'],
    ['password', 'a new and long password'],
    ['permissions', ['read_user']],
    ['totp_enabled', true],
    ['id', 1],
    ['last_login_at', null],
    ['roles', 'admin'],
    ['roles', ['admin', 'admin']],
    ['is_active', 'false'],
    ['is_active', null],
    ['display_name', null],
    ['display_name', 'a\0b'],
    ['password_must_change', 1],
  ];
  test.each(forbidden)('SPEC-014.9: takes no %s: %j', async (field, value) => {
    const person = await app.person('Fay Fixed');
    const before = await seen(person);
    const answer = await admin.patch(`/users/${person.id}`, { display_name: 'Changed', [field]: value });
    expect(outcome(answer)).toEqual([422, 'validation_failed']);
    expect(answer.body.error?.details.map((detail) => detail.field)).toEqual([field]);
    expect(await seen(person)).toEqual(before);
  });

  test('SPEC-007.26: leaves everything as it is when nothing was sent, or what is there already', async () => {
    const person = await app.person('Ned Nothing', ['user', 'viewer']);
    const before = await seen(person);
    expect((await admin.patch(`/users/${person.id}`, {})).body.data).toEqual(before);
    const same = { roles: ['viewer', 'user'], is_active: true, display_name: 'Ned Nothing' };
    expect((await admin.patch(`/users/${person.id}`, same)).body.data).toEqual(before);
  });

  test('SPEC-014.10: ends every session of somebody', async () => {
    const person = await app.person('Sue Sessions', ['viewer']);
    const { refresh_token } = (await signIn(app, person)).body.data as { refresh_token: string };
    const { status, body } = await admin.delete(`/users/${person.id}/sessions`);
    expect([status, body.data]).toEqual([200, null]);
    expect(outcome(await person.get('/users'))).toEqual([401, 'token_revoked']);
    expect(outcome(await app.http.post('/auth/refresh', { refresh_token }))).toEqual([401, 'invalid_refresh_token']);
    expect((await signIn(app, person)).status).toBe(200);
  });
});

test('SPEC-011.1: every change of an account is written down, with who made it', async () => {
  const person = await app.person('Willa Written', ['user']);
  await admin.patch(`/users/${person.id}`, { roles: ['viewer'], is_active: false, display_name: 'Willa' });
  await admin.patch(`/users/${person.id}`, { is_active: true, password_must_change: true });
  await admin.patch(`/users/${person.id}`, { password_must_change: false });
  await admin.patch(`/users/${person.id}`, { password_must_change: false });
  await admin.delete(`/users/${person.id}`);
  const events = await app.database.query(
    `SELECT type, actor_id, data FROM events WHERE subject_type = 'user' AND subject_id = $1 ORDER BY id`,
    [person.id],
  );
  const userId = person.id;
  const by = { actor_id: admin.id };
  expect(events).toEqual([
    { type: 'user.renamed', ...by, data: { userId, old: 'Willa Written', new: 'Willa' } },
    { type: 'user.roles_changed', ...by, data: { userId, old: ['user'], new: ['viewer'] } },
    { type: 'user.disabled', ...by, data: { userId } },
    { type: 'user.enabled', ...by, data: { userId } },
    { type: 'user.password_change_required', ...by, data: { userId } },
    { type: 'user.password_change_waived', ...by, data: { userId } },
    { type: 'user.deleted', ...by, data: { userId, displayName: 'Willa' } },
  ]);
});
