import { startApp, type TestApp } from '../support/app.js';
import type { Answer } from '../support/client.js';
import { make } from '../support/make.js';
import { PASSWORD, type Person } from '../support/people.js';

let app: TestApp;
let admin: Person;

beforeAll(async () => {
  app = await startApp();
  admin = await app.admin();
});

afterAll(() => app.stop());

function outcome({ status, body }: Answer): unknown[] {
  return [status, body.error?.code ?? null];
}

function signIn({ email }: Person): Promise<Answer> {
  return app.http.post('/auth/login', { email, password: PASSWORD });
}

describe('Deleting an account', () => {
  test('SPEC-014.11: ends it at once, and frees its address', async () => {
    const person = await app.person('Dolly Deleted', ['viewer']);
    expect((await person.get('/users')).status).toBe(200);
    const { status, body } = await admin.delete(`/users/${person.id}`);
    expect([status, body.data]).toEqual([200, null]);
    expect(outcome(await person.get('/users'))).toEqual([401, 'token_revoked']);
    expect(outcome(await signIn(person))).toEqual([401, 'invalid_credentials']);
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
