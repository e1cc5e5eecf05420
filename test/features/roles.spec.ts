import { permissionDescriptions, permissionNames } from '../../src/platform/request/permissions.js';
import { startApp, startBeside, type TestApp } from '../support/app.js';
import type { Person } from '../support/people.js';

interface Role {
  id: number;
  name: string;
  description: string;
  permissions: string[];
  is_protected: boolean;
}

let app: TestApp;
let admin: Person;
let made = 0;

beforeAll(async () => {
  app = await startApp();
  admin = await app.admin();
});

afterAll(() => app.stop());

async function roles(): Promise<Role[]> {
  const { body } = await admin.get('/roles?limit=100');
  return (body.data as { items: Role[] }).items;
}

async function roleNamed(name: string): Promise<Role> {
  return (await roles()).find((role) => role.name === name) as Role;
}

async function makeRole(permissions: string[], name = `guests ${++made}`): Promise<Role> {
  const { body } = await admin.post('/roles', { name, description: 'Made by a test', permissions });
  return body.data;
}

const WORK = ['create', 'read', 'update', 'delete'].flatMap((verb) => [`${verb}_project`, `${verb}_task`]);
const COMMENTS = ['create_comment', 'read_comment', 'delete_comment'];

describe('The roles that are there from the start', () => {
  const expected: [string, string[]][] = [
    ['user', [...WORK, ...COMMENTS, 'read_article']],
    ['viewer', ['read_article', 'read_user']],
    ['editor', ['read_article', 'read_user', 'create_article', 'update_article']],
    ['admin', permissionNames()],
  ];

  test('SPEC-002.16: allow what the contract lists, and only that of administrators is protected', async () => {
    const found = (await roles()).slice(0, 4);
    expect(found.map(({ name, permissions }) => [name, [...permissions].sort()])).toEqual(
      expected.map(([name, permissions]) => [name, [...permissions].sort()]),
    );
    expect(found.filter((role) => role.is_protected).map(({ name }) => name)).toEqual(['admin']);
  });

  test('SPEC-002.23: keep what administrators made of them, and get what a newer version brings', async () => {
    const own = await startApp();
    const somebody = await own.admin();
    const { body } = await somebody.get('/roles');
    const idOf = (name: string) => (body.data as { items: Role[] }).items.find((role) => role.name === name)?.id;
    await somebody.patch(`/roles/${idOf('user')}`, { permissions: ['read_task', 'read_article'] });
    await own.database.execute(`DELETE FROM permissions WHERE name IN ('read_article', 'read_audit')`);

    const newer = await startBeside(own);
    const allowed = async (name: string) => (await somebody.get(`/roles/${idOf(name)}`)).body.data as Role;
    expect((await allowed('user')).permissions).toEqual(['read_task', 'read_article']);
    expect((await allowed('viewer')).permissions).toEqual(['read_user', 'read_article']);
    expect((await allowed('admin')).permissions.sort()).toEqual([...permissionNames()].sort());
    expect((await newer.as(somebody).get('/permissions?limit=100')).body.data).toMatchObject({ has_more: false });
    await newer.stop();
    await own.stop();
  });

  test('SPEC-012.14: are made once by several instances that start together, and so is the first administrator', async () => {
    const own = await startApp();
    await own.quieten();
    await own.database.execute('TRUNCATE users, roles, permissions CASCADE');
    const others = await Promise.all([startBeside(own), startBeside(own), startBeside(own)]);
    const count = (table: string) => own.database.query(`SELECT count(*) FROM ${table}`);
    expect(await count('permissions')).toEqual([{ count: permissionNames().length }]);
    expect(await count('roles')).toEqual([{ count: 4 }]);
    expect(await own.database.query('SELECT email, roles FROM users, LATERAL (' + ROLES_OF + ') r')).toEqual([
      { email: 'admin@fasttrack.local', roles: ['admin'] },
    ]);
    await Promise.all(others.map((other) => other.stop()));
    await own.stop();
  });
});

const ROLES_OF = `
  SELECT array_agg(r.name) AS roles FROM user_roles h JOIN roles r ON r.id = h.role_id WHERE h.user_id = users.id`;

describe('Permissions', () => {
  test('SPEC-002.17: are listed once each, with what they allow', async () => {
    const { status, body } = await admin.get('/permissions?limit=100');
    const { items } = body.data as { items: { name: string; description: string }[] };
    expect(status).toBe(200);
    expect(items).toEqual(permissionDescriptions().map(({ name, description }) => ({ name, description })));
  });

  test('SPEC-002.17: are walked page by page', async () => {
    const first = (await admin.get('/permissions?limit=15')).body.data as { items: object[]; next_cursor: string };
    const { body } = await admin.get(`/permissions?limit=15&cursor=${first.next_cursor}`);
    expect([...first.items, ...(body.data as { items: object[] }).items]).toHaveLength(permissionNames().length);
    expect(body.data).toMatchObject({ has_more: false, next_cursor: null });
  });
});

describe('An administrator', () => {
  test('SPEC-002.18: looks a role up', async () => {
    const role = await makeRole(['read_user', 'read_role']);
    const { status, body } = await admin.get(`/roles/${role.id}`);
    expect(status).toBe(200);
    expect(body.data).toEqual({
      id: role.id,
      name: role.name,
      description: 'Made by a test',
      permissions: ['read_user', 'read_role'],
      is_protected: false,
    });
    expect((await roles()).at(-1)).toEqual(body.data);
  });

  test('SPEC-002.19: makes a role', async () => {
    const input = { name: '  Guests of the house ', description: '', permissions: ['read_task'] };
    const { status, body } = await admin.post('/roles', input);
    const expected = { name: 'Guests of the house', description: '', permissions: ['read_task'], is_protected: false };
    expect(status).toBe(201);
    expect(body.data).toEqual({ id: expect.any(Number) as number, ...expected });
  });

  test('SPEC-002.19: is told that a name is taken, also by somebody just as quick', async () => {
    const before = await roles();
    const input = { name: 'Twins', description: '', permissions: [] };
    const answers = await Promise.all([admin.post('/roles', input), admin.post('/roles', input)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409]);
    expect(answers.find(({ status }) => status === 409)?.body.error?.code).toBe('name_taken');
    expect(await roles()).toHaveLength(before.length + 1);
  });

  const bad: [string, object, string][] = [
    ['an unknown permission', { permissions: ['fly'] }, 'permissions'],
    ['a permission twice', { permissions: ['read_task', 'read_task'] }, 'permissions'],
    ['permissions as a text', { permissions: 'read_task' }, 'permissions'],
    ['no description', { description: undefined }, 'description'],
    ['an empty name', { name: '  ' }, 'name'],
    ['is_protected', { is_protected: true }, 'is_protected'],
    ['an id', { id: 1 }, 'id'],
  ];
  test.each(bad)('SPEC-002.19: makes no role with %s', async (_, fault, field) => {
    const before = await roles();
    const input = { name: 'Faulty', description: '', permissions: [], ...fault };
    const { status, body } = await admin.post('/roles', input);
    expect([status, body.error?.code, body.error?.details[0]?.field]).toEqual([422, 'validation_failed', field]);
    expect(await roles()).toEqual(before);
  });

  test('SPEC-002.20: changes of a role only what they send', async () => {
    const role = await makeRole(['read_task', 'read_project']);
    const { status, body } = await admin.patch(`/roles/${role.id}`, { permissions: ['read_article', 'read_task'] });
    expect(status).toBe(200);
    expect(body.data).toEqual({ ...role, permissions: ['read_task', 'read_article'] });

    const renamed = await admin.patch(`/roles/${role.id}`, { name: 'Renamed', description: 'Otherwise' });
    expect(renamed.body.data).toEqual({ ...(body.data as Role), name: 'Renamed', description: 'Otherwise' });
    expect((await admin.patch(`/roles/${role.id}`, {})).body.data).toEqual(renamed.body.data);
    expect((await admin.get(`/roles/${role.id}`)).body.data).toEqual(renamed.body.data);
  });

  test('SPEC-002.20: can clear no field of a role, nor give it the name of another', async () => {
    const role = await makeRole(['read_task']);
    expect((await admin.patch(`/roles/${role.id}`, { name: null })).status).toBe(422);
    expect((await admin.patch(`/roles/${role.id}`, { permissions: null })).status).toBe(422);
    const taken = await admin.patch(`/roles/${role.id}`, { name: 'viewer', description: 'changed' });
    expect([taken.status, taken.body.error?.code]).toEqual([409, 'name_taken']);
    expect((await admin.get(`/roles/${role.id}`)).body.data).toEqual(role);
  });

  test('SPEC-002.21: leaves the protected role as it is', async () => {
    const role = await roleNamed('admin');
    for (const change of [{ name: 'boss' }, { description: 'x' }, { permissions: [] }]) {
      const { status, body } = await admin.patch(`/roles/${role.id}`, change);
      expect([status, body.error?.code]).toEqual([409, 'role_protected']);
    }
    const { status, body } = await admin.delete(`/roles/${role.id}`);
    expect([status, body.error?.code]).toEqual([409, 'role_protected']);
    expect(await roleNamed('admin')).toEqual(role);
  });

  test('SPEC-002.22: deletes a role only when nobody holds it', async () => {
    const role = await makeRole(['read_user']);
    const holder = await app.person('Hella Holder', [role.name]);
    const refused = await admin.delete(`/roles/${role.id}`);
    expect([refused.status, refused.body.error?.code]).toEqual([409, 'role_in_use']);
    expect((await holder.get('/users')).status).toBe(200);

    await admin.patch(`/users/${holder.id}`, { roles: [] });
    const { status, body } = await admin.delete(`/roles/${role.id}`);
    expect([status, body.data]).toEqual([200, null]);
    expect((await admin.get(`/roles/${role.id}`)).status).toBe(404);
  });

  test('SPEC-002.22: never deletes a role that somebody is being given', async () => {
    const person = await app.person('Rita Race');
    for (let round = 0; round < 10; round++) {
      const role = await makeRole(['read_user']);
      const [deleted, given] = await Promise.all([
        admin.delete(`/roles/${role.id}`),
        admin.patch(`/users/${person.id}`, { roles: ['user', role.name] }),
      ]);
      const codes = [deleted.body.error?.code ?? deleted.status, given.body.error?.code ?? given.status];
      expect([
        [200, 'validation_failed'],
        ['role_in_use', 200],
      ]).toContainEqual(codes);
    }
  });
});

test('SPEC-002.10: what a role allows changes for whoever holds it with their next request', async () => {
  const role = await makeRole(['read_user']);
  const person = await app.person('Petra Patched', [role.name]);
  expect((await person.get('/users')).status).toBe(200);
  await admin.patch(`/roles/${role.id}`, { permissions: ['read_role'] });
  expect([(await person.get('/users')).status, (await person.get('/roles')).status]).toEqual([403, 200]);
  await admin.patch(`/roles/${role.id}`, { permissions: ['read_user'] });
  expect([(await person.get('/users')).status, (await person.get('/roles')).status]).toEqual([200, 403]);
});
