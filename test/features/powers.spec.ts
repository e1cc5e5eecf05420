import { startApp, startBeside, type TestApp } from '../support/app.js';
import type { Answer } from '../support/client.js';
import type { Person } from '../support/people.js';

/** What an administrator with limits holds in these tests. */
const LIMITED = ['read_article', 'read_user', 'update_user', 'delete_user', 'read_role', 'manage_role'];

let app: TestApp;
let beside: TestApp;
let admin: Person;
let limited: Person;
let made = 0;

beforeAll(async () => {
  app = await startApp();
  beside = await startBeside(app);
  admin = await app.admin();
  limited = await app.person('Lim Ited', [(await makeRole(LIMITED)).name]);
});

afterAll(async () => {
  await beside.stop();
  await app.stop();
});

interface Role {
  id: number;
  name: string;
}

async function makeRole(permissions: string[]): Promise<Role> {
  const role = { name: `made ${++made}`, description: '', permissions };
  return (await admin.post('/roles', role)).body.data;
}

/** Everything that there is to see of roles and people. */
async function everything(): Promise<unknown> {
  const seen = await Promise.all(['/roles?limit=100', '/users?limit=100'].map((path) => admin.get(path)));
  return seen.map(({ body }) => body.data as unknown);
}

function missing({ status, body }: Answer): unknown[] {
  return [status, body.error?.code, body.error?.details.map(({ field, code }) => `${field} ${code}`)];
}

async function expectRefused(act: () => Promise<Answer>, permissions: string[]): Promise<void> {
  const before = await everything();
  const named = permissions.map((permission) => `permission ${permission}`);
  expect(missing(await act())).toEqual([403, 'forbidden', named]);
  expect(await everything()).toEqual(before);
}

describe('Whoever lacks a permission', () => {
  const ROLE = { name: 'New', description: '' };
  const grants: [string, () => Promise<Answer>, string[]][] = [
    [
      'can not make a role with it',
      () => limited.post('/roles', { ...ROLE, permissions: ['read_audit'] }),
      ['read_audit'],
    ],
    [
      'is told of each that is missing',
      () => limited.post('/roles', { ...ROLE, permissions: ['read_article', 'read_audit', 'delete_article'] }),
      ['read_audit', 'delete_article'],
    ],
  ];
  test.each(grants)('SPEC-002.25: %s', async (_, act, permissions) => expectRefused(act, permissions));

  test('SPEC-002.25: can not add it to a role, also not to one that they hold', async () => {
    const own = (await limited.post('/roles', { ...ROLE, name: 'Own', permissions: [] })).body.data as Role;
    await expectRefused(() => limited.patch(`/roles/${own.id}`, { permissions: ['read_audit'] }), ['read_audit']);
    expect((await limited.patch(`/users/${limited.id}`, { roles: ['made 1', 'Own'] })).status).toBe(200);
    await expectRefused(() => limited.patch(`/roles/${own.id}`, { permissions: ['read_audit'] }), ['read_audit']);
  });

  test('SPEC-002.25: can not give a role that holds it, to others or to themselves', async () => {
    const other = await app.person('Otto Other', []);
    const role = await makeRole(['read_article', 'read_audit']);
    for (const { id } of [other, limited]) {
      await expectRefused(() => limited.patch(`/users/${id}`, { roles: ['made 1', role.name] }), ['read_audit']);
    }
  });

  test('SPEC-002.25: can not change, narrow, rename or delete a role that holds it', async () => {
    const role = await makeRole(['read_article', 'read_audit']);
    const path = `/roles/${role.id}`;
    for (const change of [{ name: 'Other' }, { description: 'x' }, { permissions: [] }]) {
      await expectRefused(() => limited.patch(path, change), ['read_audit']);
    }
    await expectRefused(() => limited.delete(path), ['read_audit']);
    expect((await limited.patch(path, { name: role.name })).status).toBe(200);
  });

  const touches: [string, (id: number) => Promise<Answer>][] = [
    ['change the roles', (id) => limited.patch(`/users/${id}`, { roles: [] })],
    ['disable the account', (id) => limited.patch(`/users/${id}`, { is_active: false })],
    ['ask another password', (id) => limited.patch(`/users/${id}`, { password_must_change: true })],
    [
      'hide one such change behind a name',
      (id) => limited.patch(`/users/${id}`, { display_name: 'X', is_active: false }),
    ],
    ['end the sessions', (id) => limited.delete(`/users/${id}/sessions`)],
    ['delete the account', (id) => limited.delete(`/users/${id}`)],
  ];
  test.each(touches)('SPEC-002.26: can not %s of somebody who holds it', async (_, touch) => {
    const role = await makeRole(['read_article', 'read_audit', 'create_article']);
    const strong = await app.person('Stan Strong', [role.name]);
    await expectRefused(() => touch(strong.id), ['create_article', 'read_audit']);
    expect((await strong.get('/articles')).status).toBe(200);
  });

  test('SPEC-002.26: can not bring back somebody who holds it', async () => {
    const strong = await app.person('Dis Abled', ['editor']);
    await admin.patch(`/users/${strong.id}`, { is_active: false });
    const act = () => limited.patch(`/users/${strong.id}`, { is_active: true });
    await expectRefused(act, ['create_article', 'update_article']);
  });

  test('SPEC-002.26: can correct the name of somebody who holds it', async () => {
    expect((await limited.patch(`/users/${admin.id}`, { display_name: 'Ada Right' })).status).toBe(200);
  });

  test('SPEC-002.26: is written into the audit log when they try', async () => {
    await limited.delete(`/users/${admin.id}/sessions`);
    const { items } = (await admin.get('/audit/events?type=request.refused&limit=1')).body.data as { items: object[] };
    expect(items).toMatchObject([{ actor: { id: limited.id }, subject: { type: 'user', id: admin.id } }]);
  });
});

test('SPEC-002.27: within their own permissions a limited administrator does all that there is to do', async () => {
  const person = await app.person('Paul Plain', []);
  const role = (await limited.post('/roles', { name: 'Readers', description: '', permissions: ['read_article'] })).body
    .data as Role;
  const answers = [
    await limited.patch(`/users/${person.id}`, { roles: ['Readers'], password_must_change: true }),
    await limited.patch(`/users/${person.id}`, { is_active: false }),
    await limited.patch(`/users/${person.id}`, { is_active: true, password_must_change: false }),
    await limited.patch(`/roles/${role.id}`, { permissions: ['read_article', 'read_user'] }),
    await limited.delete(`/users/${person.id}/sessions`),
    await limited.patch(`/users/${person.id}`, { roles: [] }),
    await limited.delete(`/roles/${role.id}`),
    await limited.delete(`/users/${person.id}`),
  ];
  expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
});

describe('At the same moment, on two instances,', () => {
  /** The types of these events, in the order in which they happened. */
  async function order(...types: string[]): Promise<string[]> {
    const text = 'SELECT type FROM events WHERE type = ANY($1) ORDER BY id DESC LIMIT 2';
    const rows = await app.database.query<{ type: string }>(text, [types]);
    return rows.map(({ type }) => type).reverse();
  }

  test('SPEC-002.28: a role that gains a permission is not given by somebody who lacks it', async () => {
    const role = await makeRole(['read_article']);
    for (let round = 0; round < 8; round++) {
      const person = await app.person('Rita Race', []);
      await admin.patch(`/roles/${role.id}`, { permissions: ['read_article'] });
      const [grown, given] = await Promise.all([
        admin.patch(`/roles/${role.id}`, { permissions: ['read_article', 'read_audit'] }),
        beside.as(limited).patch(`/users/${person.id}`, { roles: [role.name] }),
      ]);
      expect(grown.status).toBe(200);
      if (given.status === 200) {
        const both = ['user.roles_changed', 'role.changed'];
        expect(await order(...both)).toEqual(both);
      } else expect(missing(given)).toEqual([403, 'forbidden', ['permission read_audit']]);
    }
  });

  test('SPEC-002.28: whoever loses their permissions changes nothing with them any more', async () => {
    const role = await makeRole(LIMITED);
    for (let round = 0; round < 8; round++) {
      const [fallen, person] = [await app.person('Fay Fallen', [role.name]), await app.person('Rita Race', [])];
      const [taken, given] = await Promise.all([
        admin.delete(`/users/${fallen.id}`),
        beside.as(fallen).patch(`/users/${person.id}`, { roles: [role.name] }),
      ]);
      expect(taken.status).toBe(200);
      const both = ['user.roles_changed', 'user.deleted'];
      if (given.status === 200) expect(await order(...both)).toEqual(both);
      else expect([401, 403]).toContain(given.status);
    }
  });
});
