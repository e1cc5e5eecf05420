import type { GivenRole } from '../../src/features/projects/project.entity.js';
import { MemberService } from '../../src/features/members/member.service.js';
import { startApp, type TestApp } from '../support/app.js';
import { make } from '../support/make.js';
import { join } from '../support/members.js';
import type { Person } from '../support/people.js';
import { said } from '../support/outcome.js';

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

interface Member {
  user: { id: number; display_name: string };
  role: string;
  joined_at: string;
}

const place = (...rest: (string | number)[]) => ['/projects', project.id, ...rest].join('/');

async function membersOf(reader: Person, filter = ''): Promise<Member[]> {
  return ((await reader.get(`${place('members')}?limit=100${filter}`)).body.data as { items: Member[] }).items;
}

async function roles(reader: Person = admin): Promise<Record<number, string>> {
  return Object.fromEntries((await membersOf(reader)).map(({ user, role }) => [user.id, role]));
}

/** Somebody new who is in the project with this role. */
async function member(name: string, role: GivenRole): Promise<Person> {
  return join(app, project, await app.person(name), role);
}

async function recorded(type: string): Promise<unknown[]> {
  const rows = await app.database.query<{ actor: number; data: object }>(
    'SELECT actor_id AS actor, data FROM events WHERE type = $1 AND subject_id = $2 ORDER BY id',
    [type, project.id],
  );
  return rows.map(({ actor, data }) => ({ actor, ...data }));
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

describe('The members of a project', () => {
  test('SPEC-017.3: are listed by user id, for every member, and filtered by role', async () => {
    const [eddy, vera] = [await member('Eddy', 'editor'), await member('Vera', 'viewer')];
    const items = await membersOf(vera);
    expect(items[0]).toEqual({
      user: { id: olga.id, display_name: 'Olga', kind: 'person' },
      role: 'owner',
      joined_at: expect.stringMatching(/Z$/),
    });
    expect(items.map(({ user }) => user.id)).toEqual([olga.id, eddy.id, vera.id]);
    expect((await membersOf(vera, '&role=editor')).map(({ user }) => user.id)).toEqual([eddy.id]);
    expect(said(await vera.get(`${place('members')}?role=boss`))).toBe('422 validation_failed');
    expect(said(await (await app.person('Sam')).get(place('members')))).toBe('403 forbidden');
  });

  test('SPEC-017.3: are walked page by page', async () => {
    const people = [olga.id, (await member('Ben', 'viewer')).id, (await member('Cy', 'viewer')).id];
    const first = (await olga.get(`${place('members')}?limit=2`)).body.data as { items: Member[]; next_cursor: string };
    const rest = await olga.get(`${place('members')}?limit=2&cursor=${encodeURIComponent(first.next_cursor)}`);
    const { items, has_more } = rest.body.data as { items: Member[]; has_more: boolean };
    expect([...first.items, ...items].map(({ user }) => user.id)).toEqual(people);
    expect(has_more).toBe(false);
  });
});

describe('Adding somebody', () => {
  test('SPEC-017.4: takes a person with whom one shares a project', async () => {
    const ben = await member('Ben', 'viewer');
    const other = await make.project(ben);
    const answer = await ben.post(`/projects/${other.id}/members`, { user_id: olga.id, role: 'editor' });
    expect([answer.status, answer.body.data]).toEqual([
      201,
      { user: { id: olga.id, display_name: 'Olga', kind: 'person' }, role: 'editor', joined_at: expect.any(String) },
    ]);
    expect((await olga.get(`/projects/${other.id}`)).body.data).toMatchObject({ role: 'editor' });
  });

  test('SPEC-017.4: refuses a stranger, somebody disabled and nobody alike', async () => {
    const [stranger, gone] = [await app.person('Sam'), await member('Dan', 'viewer')];
    expect((await admin.patch(`/users/${gone.id}`, { is_active: false })).status).toBe(200);
    const answers = [stranger.id, gone.id, 999_999_999].map((user_id) =>
      olga.post(place('members'), { user_id, role: 'viewer' }),
    );
    const [first, ...others] = (await Promise.all(answers)).map(({ status, body }) => [status, body.error]);
    expect(first).toMatchObject([422, { code: 'validation_failed', details: [{ field: 'user_id', code: 'unknown' }] }]);
    for (const other of others) expect(other).toEqual(first);
  });

  test('SPEC-017.4: is for managers, and makes nobody the owner', async () => {
    const [ben, eddy] = [await member('Ben', 'viewer'), await member('Eddy', 'editor')];
    expect(said(await eddy.post(place('members'), { user_id: ben.id, role: 'viewer' }))).toBe('403 forbidden');
    for (const role of ['owner', 'boss', 'Viewer', null])
      expect(said(await olga.post(place('members'), { user_id: ben.id, role }))).toBe('422 validation_failed');
    expect((await roles())[ben.id]).toBe('viewer');
  });
});

describe('A role', () => {
  test('SPEC-017.5: is changed by managers, and is in force with the next request', async () => {
    const [ben, mia] = [await member('Ben', 'viewer'), await member('Mia', 'manager')];
    const task = { title: 'Mine' };
    expect(said(await ben.post(place('tasks'), task))).toBe('403 forbidden');
    const answer = await mia.patch(place('members', ben.id), { role: 'editor' });
    expect(answer.body.data).toMatchObject({ user: { id: ben.id }, role: 'editor' });
    expect((await ben.post(place('tasks'), task)).status).toBe(201);
    await mia.patch(place('members', ben.id), { role: 'commenter' });
    expect(said(await ben.post(place('tasks'), task))).toBe('403 forbidden');
    expect(await recorded('member.role_changed')).toMatchObject([
      { actor: mia.id, userId: ben.id, role: 'editor', formerRole: 'viewer' },
      { actor: mia.id, userId: ben.id, role: 'commenter', formerRole: 'editor' },
    ]);
  });

  test('SPEC-017.6: is not changed by the same again, by nothing, by nonsense, or for whoever is no member', async () => {
    const ben = await member('Ben', 'viewer');
    for (const nothing of [{}, { role: 'viewer' }])
      expect((await olga.patch(place('members', ben.id), nothing)).body.data).toMatchObject({ role: 'viewer' });
    for (const wrong of [{ role: 'owner' }, { role: 'boss' }, { role: null }, { user_id: 5 }])
      expect(said(await olga.patch(place('members', ben.id), wrong))).toBe('422 validation_failed');
    for (const nobody of [admin.id, 999_999_999, 0, 'me', '1e3'])
      expect(said(await olga.patch(place('members', nobody), { role: 'viewer' }))).toBe('404 not_found');
    expect(await recorded('member.role_changed')).toEqual([]);
  });

  test('SPEC-017.7: of the owner stays, whoever asks', async () => {
    const mia = await member('Mia', 'manager');
    for (const person of [mia, olga, admin]) {
      expect(said(await person.patch(place('members', olga.id), { role: 'viewer' }))).toBe('409 owner_role');
      expect(said(await person.delete(place('members', olga.id)))).toBe('409 owner_role');
    }
    expect((await roles())[olga.id]).toBe('owner');
  });
});

describe('Whoever leaves or is removed', () => {
  test('SPEC-017.10: is shut out with the next request, and finds nothing in their lists', async () => {
    const [ben, mia] = [await member('Ben', 'editor'), await member('Mia', 'manager')];
    const task = await make.task(olga, project);
    expect((await mia.delete(place('members', ben.id))).body.data).toBeNull();
    expect((await mia.delete(place('members', mia.id))).body.data).toBeNull();
    for (const former of [ben, mia]) {
      for (const path of [place(), place('members'), place('tasks'), `/tasks/${task.id}`, `/tasks/${task.id}/comments`])
        expect(said(await former.get(path))).toBe('403 forbidden');
      for (const list of ['/projects', '/tasks'])
        expect((await former.get(list)).body.data).toMatchObject({ items: [] });
    }
    expect(await recorded('member.removed')).toMatchObject([{ actor: mia.id, userId: ben.id, role: 'editor' }]);
    expect(await recorded('member.left')).toMatchObject([{ actor: mia.id, userId: mia.id, role: 'manager' }]);
  });

  test('SPEC-017.10: needs to be a manager to remove somebody else, and a member to leave', async () => {
    const [ben, eddy] = [await member('Ben', 'viewer'), await member('Eddy', 'editor')];
    const refused = await eddy.delete(place('members', ben.id));
    expect([said(refused), refused.body.error?.details[0]?.code]).toEqual(['403 forbidden', 'manager']);
    expect(said(await (await app.person('Sam')).delete(place('members', ben.id)))).toBe('403 forbidden');
    expect(said(await admin.delete(place('members', admin.id)))).toBe('404 not_found');
    expect(Object.keys(await roles())).toHaveLength(3);
  });

  test('SPEC-017.11: leaves their tasks in the project to nobody, and keeps those elsewhere', async () => {
    const ben = await member('Ben', 'editor');
    const mine = await make.task(olga, project, { assignee_id: ben.id });
    const elsewhere = await make.task(olga, await make.project(olga), { assignee_id: ben.id });
    await ben.delete(place('members', ben.id));
    expect((await olga.get(`/tasks/${mine.id}`)).body.data).toMatchObject({ assignee: null, version: 2 });
    expect((await ben.get(`/tasks/${elsewhere.id}`)).body.data).toMatchObject({ assignee: { id: ben.id } });
    const events = await admin.get(`/audit/events?type=task.unassigned&user_id=${ben.id}`);
    expect((events.body.data as { items: unknown[] }).items).toMatchObject([
      { subject: { type: 'task', id: mine.id }, data: { former_assignee_id: ben.id } },
    ]);
  });

  test('SPEC-017.12: can leave an archived project, whose members otherwise stay as they are', async () => {
    const [ben, cy] = [await member('Ben', 'viewer'), await member('Cy', 'editor')];
    const task = await make.task(olga, project, { assignee_id: cy.id });
    await olga.patch(place(), { status: 'archived' });
    for (const refused of [
      await olga.patch(place('members', ben.id), { role: 'editor' }),
      await olga.delete(place('members', ben.id)),
      await olga.post(place('members'), { user_id: ben.id, role: 'editor' }),
    ])
      expect(said(refused)).toBe('409 project_archived');
    expect((await cy.delete(place('members', cy.id))).status).toBe(200);
    expect((await olga.get(`/tasks/${task.id}`)).body.data).toMatchObject({ assignee: null });
    expect(await roles()).toEqual({ [olga.id]: 'owner', [ben.id]: 'viewer' });
  });
});
