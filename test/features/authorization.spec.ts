import { startApp, type TestApp } from '../support/app.js';
import type { Answer } from '../support/client.js';
import { make } from '../support/make.js';
import type { Person } from '../support/people.js';

let app: TestApp;
let admin: Person;
let owner: Person;

beforeAll(async () => {
  app = await startApp();
  admin = await app.admin();
  owner = await app.person('Olive Owner');
});

afterAll(() => app.stop());

function outcome({ status, body }: Answer): unknown[] {
  return [
    status,
    body.error?.code ?? null,
    ...(body.error?.details ?? []).map(({ field, code }) => `${field} ${code}`),
  ];
}

describe('Somebody who manages all projects', () => {
  const permissions = ['manage_all_projects', 'read_project', 'update_project', 'read_task', 'update_task'];
  let overseer: Person;

  beforeAll(async () => {
    const all = [...permissions, 'create_comment', 'read_comment', 'delete_comment'];
    await admin.post('/roles', { name: 'overseer', description: '', permissions: all });
    overseer = await app.person('Ove Overseer', ['overseer']);
  });

  test('SPEC-002.5: passes every relation of projects, tasks and comments', async () => {
    const project = await make.project(owner);
    const task = await make.task(owner, project);
    const comment = await make.comment(owner, task);
    const answers = [
      await overseer.get(`/projects/${project.id}`),
      await overseer.patch(`/projects/${project.id}`, { name: 'Seen to' }),
      await overseer.get(`/projects/${project.id}/tasks`),
      await overseer.patch(`/tasks/${task.id}`, { status: 'in_progress' }),
      await overseer.post(`/tasks/${task.id}/comments`, { body: 'Get on with it' }),
      await overseer.get(`/tasks/${task.id}/comments`),
      await overseer.delete(`/comments/${comment.id}`),
    ];
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 201, 200, 200]);
    expect((await owner.get(`/projects/${project.id}`)).body.data).toMatchObject({ name: 'Seen to' });
  });

  test('SPEC-002.5: finds the projects and tasks of others in the lists', async () => {
    const project = await make.project(owner);
    const task = await make.task(owner, project);
    const ids = async (path: string) =>
      ((await overseer.get(path)).body.data as { items: { id: number }[] }).items.map(({ id }) => id);
    expect(await ids('/projects?limit=100')).toContain(project.id);
    expect(await ids(`/tasks?project_id=${project.id}`)).toEqual([task.id]);
  });

  test('SPEC-002.5: needs the permission of the route all the same', async () => {
    const project = await make.project(owner);
    const task = await make.task(owner, project);
    expect(outcome(await overseer.delete(`/tasks/${task.id}`))).toEqual([403, 'forbidden', 'permission delete_task']);
    expect(outcome(await overseer.delete(`/projects/${project.id}`))).toEqual([
      403,
      'forbidden',
      'permission delete_project',
    ]);
    expect((await owner.get(`/tasks/${task.id}`)).status).toBe(200);
  });
});

describe('A request that is wrong in several ways', () => {
  const NOWHERE = '/tasks/999999999';
  const faulty: [string, unknown, Record<string, string>, number, string][] = [
    ['no JSON', '{"title":', { 'Content-Type': 'application/json' }, 400, 'malformed_json'],
    ['too much', { description: 'x'.repeat(300_000) }, {}, 413, 'payload_too_large'],
    ['another format', '<title/>', { 'Content-Type': 'text/xml' }, 415, 'unsupported_media_type'],
    ['a wrong type', { title: 5 }, {}, 422, 'validation_failed'],
  ];

  test.each(faulty)('SPEC-002.6: is judged by what comes first: a body with %s comes last', async (...row) => {
    const [, body, headers, status, code] = row;
    const task = await make.task(owner, await make.project(owner));
    const path = `/tasks/${task.id}`;
    const ask = (who: Pick<Person, 'patch'>, where: string) => who.patch(where, body, headers).then(outcome);

    expect(await ask(app.http, NOWHERE)).toEqual([401, 'missing_token']);
    const viewer = await app.person('Vic Viewer', ['viewer']);
    expect(await ask(viewer, NOWHERE)).toEqual([403, 'forbidden', 'permission update_task']);
    const stranger = await app.person('Sam Stranger');
    expect(await ask(stranger, NOWHERE)).toEqual([404, 'not_found']);
    expect(await ask(stranger, path)).toEqual([403, 'forbidden', 'task editor_or_assignee']);
    expect((await ask(owner, path)).slice(0, 2)).toEqual([status, code]);
    expect((await owner.get(path)).body.data).toMatchObject({ version: 1 });
  });

  test('SPEC-002.6: is first of all one too many', async () => {
    const narrow = await startApp({ RATE_LIMIT_REQUESTS: '2' });
    const statuses: number[] = [];
    for (let count = 0; count < 3; count++) statuses.push((await narrow.http.patch(NOWHERE, { title: 5 })).status);
    expect(statuses).toEqual([401, 401, 429]);
    await narrow.stop();
  });
});
