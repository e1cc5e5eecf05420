import { MemberService } from '../../src/features/members/member.service.js';
import type { GivenRole } from '../../src/features/projects/project.entity.js';
import { Actor, Visitor } from '../../src/platform/request/actor.js';
import { startApp, type TestApp } from '../support/app.js';
import { beforeDelivery } from '../support/courier.js';
import { make } from '../support/make.js';
import { join } from '../support/members.js';
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

const place = (...rest: (string | number)[]) => ['/projects', project.id, ...rest].join('/');

async function member(name: string, role: GivenRole): Promise<Person> {
  return join(app, project, await app.person(name), role);
}

async function inboxOf(person: Person): Promise<unknown[]> {
  await app.idle();
  const { items } = (await person.get('/notifications')).body.data as { items: { type: string; data: object }[] };
  return items.filter(({ type }) => type === 'member_added').map(({ data }) => data);
}

const told = (role: string, by: string) => ({ project_id: project.id, project: 'Garden', role, by });

describe('member_added', () => {
  test('SPEC-017.8: goes to whoever was added or given another role, and not to who did it', async () => {
    const ben = await app.person('Ben');
    await make
      .project(ben)
      .then(({ id: projectId }) => app.get(MemberService).join(null, { projectId, userId: olga.id, role: 'viewer' }));
    await olga.post(place('members'), { user_id: ben.id, role: 'viewer' });
    expect(await inboxOf(ben)).toEqual([told('viewer', 'Olga')]);
    await olga.patch(place('members', ben.id), { role: 'manager' });
    expect(await inboxOf(ben)).toEqual([told('manager', 'Olga'), told('viewer', 'Olga')]);
    expect(await inboxOf(olga)).toEqual([]);
  });

  test('SPEC-017.8: goes to the new owner, and to the former one if somebody else did it', async () => {
    const [ben, cy] = [await member('Ben', 'viewer'), await member('Cy', 'viewer')];
    await olga.patch(place(), { owner_id: ben.id });
    expect([await inboxOf(ben), await inboxOf(olga)]).toEqual([[told('owner', 'Olga')], []]);
    await admin.patch(place(), { owner_id: cy.id });
    expect(await inboxOf(cy)).toEqual([told('owner', 'Ada Min')]);
    expect(await inboxOf(ben)).toEqual([told('manager', 'Ada Min'), told('owner', 'Olga')]);
  });

  test('SPEC-017.8: goes to the inviter, with the name of who came', async () => {
    const ben = await app.person('Ben');
    const visitor = new Actor(
      { userId: ben.id, sessionId: ben.sessionId, permissions: new Set(), passwordMustChange: false },
      new Visitor('127.0.0.1', null, 'test'),
    );
    const joining = { projectId: project.id, userId: ben.id, role: 'editor', inviterId: olga.id } as const;
    expect(await app.get(MemberService).join(visitor, joining)).toBe(true);
    expect([await inboxOf(ben), await inboxOf(olga)]).toEqual([[], [told('editor', 'Ben')]]);
  });

  test('SPEC-017.8: is not told to whoever was removed, or is something else by then', async () => {
    const [ben, cy] = [await member('Ben', 'viewer'), await member('Cy', 'viewer')];
    await beforeDelivery(app, async () => {
      await olga.patch(place('members', ben.id), { role: 'editor' });
      await olga.delete(place('members', ben.id));
      await olga.patch(place('members', cy.id), { role: 'editor' });
      await olga.patch(place('members', cy.id), { role: 'commenter' });
    });
    expect([await inboxOf(ben), await inboxOf(cy)]).toEqual([[], [told('commenter', 'Olga')]]);
  });

  test('SPEC-010.37: a former member hears nothing of the tasks that were theirs', async () => {
    const ben = await member('Ben', 'editor');
    await beforeDelivery(app, async () => {
      const task = await make.task(olga, project, { assignee_id: ben.id });
      await make.comment(olga, task);
      await olga.delete(place('members', ben.id));
    });
    expect((await ben.get('/notifications')).body.data).toMatchObject({ items: [] });
  });
});
