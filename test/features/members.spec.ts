import { MemberService } from '../../src/features/members/member.service.js';
import { startApp, type TestApp } from '../support/app.js';
import { make } from '../support/make.js';
import type { Person } from '../support/people.js';

let app: TestApp;
let admin: Person;
let olga: Person;
let project: { id: number };

beforeAll(async () => {
  app = await startApp();
  admin = await app.admin();
});

beforeEach(async () => {
  olga = await app.person('Olga');
  project = await make.project(olga);
});

afterAll(() => app.stop());

async function roles(): Promise<Record<number, string>> {
  const rows = await app.database.query<{ id: number; role: string }>(
    'SELECT user_id AS id, role FROM project_members WHERE project_id = $1',
    [project.id],
  );
  return Object.fromEntries(rows.map(({ id, role }) => [id, role]));
}

describe('The owner', () => {
  test('SPEC-017.1: is the first member, and stays as a manager when the project is handed over', async () => {
    expect(await roles()).toEqual({ [olga.id]: 'owner' });
    const heir = await app.person('Henry');
    expect((await olga.patch(`/projects/${project.id}`, { owner_id: heir.id })).status).toBe(200);
    expect(await roles()).toEqual({ [olga.id]: 'manager', [heir.id]: 'owner' });
  });

  test('SPEC-017.1: is whoever got the projects of a deleted account', async () => {
    const heir = await app.person('Henry');
    expect((await admin.delete(`/users/${olga.id}`, { new_owner_id: heir.id })).status).toBe(200);
    expect(await roles()).toEqual({ [heir.id]: 'owner' });
  });
});

describe('Whoever joins', () => {
  test('SPEC-017.2: has the higher role of both', async () => {
    const [ben, members] = [await app.person('Ben'), app.get(MemberService)];
    const changes: boolean[] = [];
    for (const role of ['editor', 'viewer', 'editor', 'manager'] as const)
      changes.push(await members.join(null, { projectId: project.id, userId: ben.id, role }));
    expect(changes).toEqual([true, false, false, true]);
    expect(await roles()).toEqual({ [olga.id]: 'owner', [ben.id]: 'manager' });
    expect(await members.join(null, { projectId: project.id, userId: olga.id, role: 'viewer' })).toBe(false);
  });

  test('SPEC-017.2: joins once, however many links are used at the same moment', async () => {
    const [ben, members] = [await app.person('Ben'), app.get(MemberService)];
    const tries = (['viewer', 'editor', 'editor', 'commenter'] as const).map((role) =>
      members.join(null, { projectId: project.id, userId: ben.id, role }),
    );
    expect(await Promise.all(tries)).toContain(true);
    expect(await roles()).toEqual({ [olga.id]: 'owner', [ben.id]: 'editor' });
  });
});
