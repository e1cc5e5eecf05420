import { startApp, type TestApp } from '../support/app.js';
import type { Answer } from '../support/client.js';
import { make } from '../support/make.js';
import { join } from '../support/members.js';
import type { Person } from '../support/people.js';

let app: TestApp;
let admin: Person;
let olga: Person;
let ben: Person;
let project: { id: number };
let task: { id: number };

beforeAll(async () => {
  app = await startApp();
  [admin, olga, ben] = [await app.admin(), await app.person('Olga'), await app.person('Ben')];
  project = await make.project(olga);
  task = await make.task(olga, project);
  await join(app, project, ben, 'viewer');
});

afterAll(() => app.stop());

interface Explanation {
  allowed: boolean;
  checks: { check: string; needed: string | null; held: string | null; because: string[] }[];
}

const explain = (person: Person, query: string): Promise<Answer> => person.get(`/access/explain?${query}`);

async function explained(person: Person, query: string): Promise<Explanation> {
  return (await explain(person, query)).body.data;
}

/** `allowed`, and what is needed and held of each. */
async function inShort(person: Person, query: string): Promise<string[]> {
  const { allowed, checks } = await explained(person, query);
  return [String(allowed), ...checks.map(({ check, needed, held }) => `${check}: ${needed}, ${held}`)];
}

test('SPEC-017.13: says why somebody may', async () => {
  expect(await explained(olga, `permission=update_task&task_id=${task.id}`)).toEqual({
    allowed: true,
    checks: [
      { check: 'account', needed: 'active', held: 'active', because: ['The account is active.'] },
      {
        check: 'permission',
        needed: 'update_task',
        held: 'update_task',
        because: ['The role user gives this permission.'],
      },
      {
        check: 'relation',
        needed: 'editor or assignee',
        held: 'owner',
        because: [
          'The person is owner of the project; a role includes those before it.',
          "The person is not the task's assignee.",
        ],
      },
    ],
  });
});

test('SPEC-017.13: says what is missing', async () => {
  expect(await inShort(ben, `permission=update_project&project_id=${project.id}`)).toEqual([
    'false',
    'account: active, active',
    'permission: update_project, update_project',
    'relation: manager, viewer',
  ]);
  const clerk = await app.person('Clerk', ['viewer']);
  expect(await inShort(clerk, `permission=read_task&task_id=${task.id}`)).toEqual([
    'false',
    'account: active, active',
    'permission: read_task, null',
    'relation: viewer or assignee, null',
  ]);
});

test('SPEC-017.13: follows a change at once, and tells of others to those who may know', async () => {
  const about = `permission=update_task&task_id=${task.id}&user_id=${ben.id}`;
  expect(await inShort(admin, about)).toContain('relation: editor or assignee, viewer');
  await olga.patch(`/tasks/${task.id}`, { assignee_id: ben.id });
  expect(await inShort(admin, about)).toContain('relation: editor or assignee, viewer and assignee');
  expect(await inShort(admin, `permission=update_task&task_id=${task.id}`)).toContain(
    'relation: editor or assignee, manage_all_projects',
  );
  await admin.patch(`/users/${ben.id}`, { is_active: false });
  expect((await inShort(admin, about)).slice(0, 2)).toEqual(['false', 'account: active, disabled']);
  const refused = await explain(olga, about.replace(String(ben.id), String(admin.id)));
  expect([refused.status, refused.body.error?.details.map(({ code }) => code)]).toEqual([
    403,
    ['read_user', 'read_role'],
  ]);
});

test.each([
  ['', 422],
  ['permission=read_task', 422],
  ['permission=read_task&task_id={task}&project_id={project}', 422],
  ['permission=fly&task_id={task}', 422],
  ['permission=manage_role&project_id={project}', 422],
  ['permission=update_task.title&task_id={task}', 422],
  ['permission=read_task&task_id=me', 422],
  ['permission=read_task&task_id={task}&user_id=999999999', 422],
  ['permission=read_task&task_id=999999999', 404],
  ['permission=read_project&project_id=999999999', 404],
])('SPEC-017.13: refuses what is no question: %s', async (query, status) => {
  const asked = query.replace('{task}', String(task.id)).replace('{project}', String(project.id));
  expect((await explain(admin, asked)).status).toBe(status);
});
