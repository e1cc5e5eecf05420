import { startApp, type TestApp } from '../support/app.js';
import { make } from '../support/make.js';
import { join } from '../support/members.js';
import type { Person } from '../support/people.js';

let app: TestApp;
let admin: Person;
let olga: Person;
let ben: Person;
/** Ben’s own, and two of Olga’s: one that he edits, and an archived one that he views. */
let own: { id: number };
let edited: { id: number };
let viewed: { id: number };

beforeAll(async () => {
  app = await startApp();
  [admin, olga, ben] = [await app.admin(), await app.person('Olga'), await app.person('Ben')];
  own = await make.project(ben);
  edited = await make.project(olga);
  viewed = await make.project(olga);
  await make.project(olga);
  await join(app, edited, ben, 'editor');
  await join(app, viewed, ben, 'viewer');
  await olga.patch(`/projects/${viewed.id}`, { status: 'archived' });
});

afterAll(() => app.stop());

interface Listed {
  id: number;
  role: string | null;
}

async function listed(person: Person, path: string): Promise<Listed[]> {
  return ((await person.get(path)).body.data as { items: Listed[] }).items.map(({ id, role }) => ({ id, role }));
}

test('SPEC-004.3: a person’s own projects are listed with those that are shared, and their role in each', async () => {
  expect(await listed(ben, '/projects')).toEqual([
    { id: own.id, role: 'owner' },
    { id: edited.id, role: 'editor' },
    { id: viewed.id, role: 'viewer' },
  ]);
  expect((await listed(admin, '/projects')).map(({ role }) => role)).toEqual([null, null, null, null]);
});

test('SPEC-017.16: projects are filtered by role and status', async () => {
  expect(await listed(ben, '/projects?role=owner')).toEqual([{ id: own.id, role: 'owner' }]);
  expect(await listed(ben, '/projects?role=viewer&status=active')).toEqual([]);
  expect(await listed(ben, '/projects?status=archived')).toEqual([{ id: viewed.id, role: 'viewer' }]);
  expect(await listed(admin, '/projects?role=owner')).toEqual([]);
  expect((await ben.get('/projects?role=boss')).status).toBe(422);
});

test('SPEC-017.16: pages neither skip nor repeat a shared project', async () => {
  const ids: number[] = [];
  for (let cursor: string | null = ''; cursor !== null;) {
    const page: { items: Listed[]; next_cursor: string | null } = (
      await ben.get(`/projects?limit=1${cursor && `&cursor=${cursor}`}`)
    ).body.data;
    ids.push(...page.items.map(({ id }) => id));
    cursor = page.next_cursor;
  }
  expect(ids).toEqual([own.id, edited.id, viewed.id]);
});

test('SPEC-003.9: the tasks of shared projects are listed, each once', async () => {
  const mine = await make.task(olga, edited, { assignee_id: ben.id });
  const theirs = await make.task(olga, edited);
  await make.task(olga, await make.project(olga));
  expect((await listed(ben, '/tasks')).map(({ id }) => id)).toEqual([mine.id, theirs.id]);
  expect((await listed(ben, `/tasks?project_id=${edited.id}&assignee_id=none`)).map(({ id }) => id)).toEqual([
    theirs.id,
  ]);
});

test('SPEC-017.16: the ETag of a project changes with the role of its reader', async () => {
  const path = `/projects/${edited.id}`;
  await app.idle();
  const before = await ben.get(path);
  await olga.patch(`${path}/members/${ben.id}`, { role: 'commenter' });
  const after = await ben.get(path, { 'If-None-Match': before.headers.etag as string });
  expect([after.status, after.body.data]).toEqual([200, { ...(before.body.data as Listed), role: 'commenter' }]);
});
