import { permissionNames } from '../../src/platform/request/permissions.js';
import { startApp, startBeside, type TestApp } from '../support/app.js';
import type { Answer } from '../support/client.js';
import type { Person } from '../support/people.js';
import { serviceAccount } from '../support/service-accounts.js';

let app: TestApp;
let beside: TestApp;
/** May do everything to accounts, and is no administrator. */
let keeper: Person;

beforeAll(async () => {
  app = await startApp();
  beside = await startBeside(app);
  const first = await app.admin();
  const permissions = permissionNames();
  await first.post('/roles', { name: 'keeper', description: '', permissions });
  keeper = await app.person('Kit Keeper', ['keeper']);
});

afterAll(async () => {
  await beside.stop();
  await app.stop();
});

/** So many administrators, and nobody beside them. */
async function onlyAdmins<N extends string>(...names: N[]): Promise<Person[]> {
  const people = await Promise.all(names.map((name) => app.admin(name)));
  const ids = people.map(({ id }) => id);
  await app.database.execute('UPDATE users SET is_active = false WHERE NOT id = ANY($1)', [[keeper.id, ...ids]]);
  return people;
}

type Removal = (by: Person, whom: Person) => Promise<Answer>;

const removals: [string, Removal][] = [
  ['demote', (by, whom) => by.patch(`/users/${whom.id}`, { roles: ['user'] })],
  ['disable', (by, whom) => by.patch(`/users/${whom.id}`, { is_active: false })],
  ['delete', (by, whom) => by.delete(`/users/${whom.id}`)],
];

const activeAdmins = async () =>
  (await keeper.get('/users?role=admin&is_active=true')).body.data as unknown as { items: { id: number }[] };

function outcome({ status, body }: Answer): string | number {
  return body.error?.code ?? status;
}

describe.each(removals)('To %s an administrator', (_, remove) => {
  test('SPEC-002.14: is refused when it is the last active one, to themselves and to others', async () => {
    const [last] = (await onlyAdmins('Lisa Last')) as [Person];
    const before = (await keeper.get(`/users/${last.id}`)).body;
    for (const by of [last, keeper]) {
      const { status, body } = await remove(by, last);
      expect([status, body.error?.code]).toEqual([409, 'last_admin']);
    }
    expect((await keeper.get(`/users/${last.id}`)).body).toEqual(before);
    expect((await last.get('/roles')).status).toBe(200);
  });

  test('SPEC-002.14: is refused where beside it only a program has the role', async () => {
    const [last] = (await onlyAdmins('Lisa Last')) as [Person];
    const { id } = await serviceAccount(last, { roles: ['admin'] });
    expect(outcome(await remove(last, last))).toBe('last_admin');
    expect(outcome(await last.delete(`/service-accounts/${id}`))).toBe(200);
  });

  test('SPEC-002.14: succeeds while there is another', async () => {
    const [one, other] = (await onlyAdmins('Olga One', 'Otto Other')) as [Person, Person];
    expect((await remove(one, other)).status).toBe(200);
    expect((await activeAdmins()).items.map(({ id }) => id)).toEqual([one.id]);
  });

  test('SPEC-002.15: is done once by two who do it to each other at the same moment', async () => {
    for (let round = 0; round < 5; round++) {
      const [one, other] = (await onlyAdmins('Rita Rival', 'Rolf Rival')) as [Person, Person];
      const outcomes = await Promise.all([remove(one, other), remove(beside.as(other), one)]);
      expect(outcomes.map(outcome).filter((each) => each === 200)).toHaveLength(1);
      // Who comes a little later is no administrator any more, and may not even try.
      expect(['last_admin', 'forbidden', 'token_revoked']).toContain(
        outcomes.map(outcome).find((each) => each !== 200),
      );
      expect((await activeAdmins()).items).toHaveLength(1);
    }
  });

  test('SPEC-002.15: leaves one of many whom somebody removes all at once', async () => {
    for (let round = 0; round < 5; round++) {
      const admins = await onlyAdmins('Ada', 'Ben', 'Cem', 'Dan');
      const instances = [app, beside];
      const outcomes = await Promise.all(
        admins.map((admin, index) => remove((instances[index % 2] as TestApp).as(keeper), admin)),
      );
      expect(outcomes.map(outcome).sort()).toEqual([200, 200, 200, 'last_admin']);
      expect((await activeAdmins()).items).toHaveLength(1);
    }
  });
});

test('SPEC-002.15: two different ways to remove the last two leave one of them', async () => {
  for (let round = 0; round < 5; round++) {
    const [one, other] = (await onlyAdmins('Mia Mixed', 'Max Mixed')) as [Person, Person];
    const demote = keeper.patch(`/users/${one.id}`, { roles: [] });
    const remove = beside.as(keeper).delete(`/users/${other.id}`);
    expect((await Promise.all([demote, remove])).map(outcome).sort()).toEqual([200, 'last_admin']);
    expect((await activeAdmins()).items).toHaveLength(1);
  }
});
