import { startApp, type TestApp } from '../support/app.js';
import { make } from '../support/make.js';
import { outcome } from '../support/outcome.js';
import { PASSWORD, type Person } from '../support/people.js';
import { signIn } from '../support/sessions.js';

let app: TestApp;
let admin: Person;

beforeAll(async () => {
  app = await startApp();
  admin = await app.admin();
});

afterAll(() => app.stop());

describe('Deleting an account', () => {
  test('SPEC-014.11: ends it at once, and frees its address', async () => {
    const person = await app.person('Dolly Deleted', ['viewer']);
    expect((await person.get('/users')).status).toBe(200);
    const { status, body } = await admin.delete(`/users/${person.id}`);
    expect([status, body.data]).toEqual([200, null]);
    expect(outcome(await person.get('/users'))).toEqual([401, 'token_revoked']);
    expect(outcome(await signIn(app, person))).toEqual([401, 'invalid_credentials']);
    expect(outcome(await admin.get(`/users/${person.id}`))).toEqual([404, 'not_found']);
    const newcomer = { email: person.email, password: PASSWORD, display_name: 'Dolly Again' };
    expect((await app.http.post('/auth/register', newcomer)).status).toBe(201);
  });

  test('SPEC-014.12: is refused while the person owns a project', async () => {
    const person = await app.person('Olga Owner');
    const heir = await app.person('Henry Heir');
    const project = await make.project(person);
    expect(outcome(await admin.delete(`/users/${person.id}`))).toEqual([409, 'user_owns_projects']);
    expect((await person.get(`/projects/${project.id}`)).status).toBe(200);

    await admin.patch(`/projects/${project.id}`, { owner_id: heir.id });
    expect((await admin.delete(`/users/${person.id}`)).status).toBe(200);
  });

  test('SPEC-014.14: gives all their projects to the new owner, in the same moment', async () => {
    const person = await app.person('Olga Owner');
    const heir = await app.person('Henry Heir');
    const [first, archived] = [await make.project(person), await make.project(person)];
    await person.patch(`/projects/${archived.id}`, { status: 'archived' });
    const before = await heir.get('/projects');
    expect(before.body.data).toMatchObject({ items: [] });
    const { status, body } = await admin.delete(`/users/${person.id}`, { new_owner_id: heir.id });
    expect([status, body.data]).toEqual([200, null]);
    const { items } = (await heir.get('/projects')).body.data as { items: object[] };
    const owner = { id: heir.id, display_name: 'Henry Heir', kind: 'person' };
    expect(items).toMatchObject([
      { id: first.id, owner, status: 'active', version: 2 },
      { id: archived.id, owner, status: 'archived', version: 3 },
    ]);
    const events = await app.database.query(
      `SELECT type, actor_id, subject_id, data->'ownerId' AS owner, data->'formerOwnerId' AS former FROM events
       WHERE type IN ('project.handed_over', 'user.deleted') ORDER BY id DESC LIMIT 3`,
    );
    const handedOver = { type: 'project.handed_over', actor_id: admin.id, owner: heir.id, former: person.id };
    expect(events).toEqual([
      { type: 'user.deleted', actor_id: admin.id, subject_id: person.id, owner: null, former: null },
      expect.objectContaining(handedOver),
      expect.objectContaining(handedOver),
    ]);
  });

  test('SPEC-014.15: wants another active user as the new owner, and changes nothing otherwise', async () => {
    const person = await app.person('Olga Owner');
    const project = await make.project(person);
    const disabled = await app.person('Dora Disabled');
    await admin.patch(`/users/${disabled.id}`, { is_active: false });
    for (const new_owner_id of [person.id, disabled.id, 999_999_999, 0, '1', null]) {
      const answer = await admin.delete(`/users/${person.id}`, { new_owner_id });
      expect(outcome(answer)).toEqual([422, 'validation_failed']);
      expect(answer.body.error?.details[0]?.field).toBe('new_owner_id');
    }
    expect(outcome(await admin.delete(`/users/${person.id}`, { owner_id: admin.id }))).toEqual([
      422,
      'validation_failed',
    ]);
    expect((await person.get(`/projects/${project.id}`)).body.data).toMatchObject({ version: 1 });
  });

  test('SPEC-014.14: keeps the projects of somebody whose account stays', async () => {
    const last = await startApp();
    const only = await last.admin();
    const heir = await last.person('Henry Heir');
    await last.database.execute('UPDATE users SET is_active = false WHERE NOT id = ANY($1)', [[only.id, heir.id]]);
    await make.project(only);
    expect(outcome(await only.delete(`/users/${only.id}`, { new_owner_id: heir.id }))).toEqual([409, 'last_admin']);
    expect((await heir.get('/projects')).body.data).toMatchObject({ items: [] });
    await last.stop();
  });

  test('SPEC-014.13: leaves what they wrote, without their name', async () => {
    const owner = await app.person('Olli Owner');
    const person = await app.person('Gina Gone', ['user', 'editor']);
    const task = await make.task(owner, await make.project(owner), { assignee_id: person.id });
    await make.comment(person, task, 'I was here');
    const article = await make.article(person);
    expect((await admin.delete(`/users/${person.id}`)).status).toBe(200);

    expect((await owner.get(`/tasks/${task.id}`)).body.data).toMatchObject({ assignee: null });
    expect((await owner.get(`/articles/${article.id}`)).body.data).toMatchObject({ author: null });
    const comments = (await owner.get(`/tasks/${task.id}/comments`)).body.data as { items: object[] };
    expect(comments.items).toMatchObject([{ author: null, body: 'I was here' }]);
  });
});
