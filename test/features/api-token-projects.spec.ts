import { programOf, type Program } from '../support/api-tokens.js';
import { startApp, type TestApp } from '../support/app.js';
import { make, type MadeProject, type MadeTask } from '../support/make.js';
import { outcome } from '../support/outcome.js';
import type { Person } from '../support/people.js';

let app: TestApp;
let ann: Person;
let ben: Person;
let admin: Person;
/** The token of Ann reaches the garden, and not the yard. */
let garden: MadeProject;
let yard: MadeProject;
let open: MadeTask;
let closed: MadeTask;
let build: Program;

beforeAll(async () => {
  app = await startApp();
  [ann, ben, admin] = [await app.person('Ann'), await app.person('Ben'), await app.admin()];
  garden = await make.project(ann);
  yard = await make.project(ann);
  open = await make.task(ann, garden, { assignee_id: ann.id });
  closed = await make.task(ann, yard, { assignee_id: ann.id });
  build = await programOf(ann, { project_ids: [garden.id] });
});

afterAll(() => app.stop());

async function idsAt(path: string, program = build): Promise<number[]> {
  const { status, body } = await program.get(path);
  expect([path, status]).toEqual([path, 200]);
  return (body.data as { items: { id: number }[] }).items.map(({ id }) => id);
}

const CLOSED = [403, 'forbidden'];

describe('An API token for certain projects', () => {
  test('SPEC-034.7: reaches them', async () => {
    expect((await build.get(`/projects/${garden.id}`)).status).toBe(200);
    expect((await build.get(`/tasks/${open.ref}`)).status).toBe(200);
    expect((await build.patch(`/tasks/${open.id}`, { title: 'Sow' })).status).toBe(200);
    expect((await build.post(`/tasks/${open.id}/comments`, { body: 'Done' })).status).toBe(201);
  });

  test('SPEC-034.7: is kept out of all others, by any name', async () => {
    const comment = await make.comment(ann, closed);
    const label = await make.label(ann, yard);
    const refused = [
      await build.get(`/projects/${yard.id}`),
      await build.patch(`/projects/${yard.id}`, { name: 'Mine' }),
      await build.get(`/projects/${yard.id}/tasks`),
      await build.get(`/projects/${yard.id}/members`),
      await build.get(`/projects/${yard.id}/trash`),
      await build.delete(`/projects/${yard.id}`),
      await build.post(`/projects/${yard.id}/tasks`, { title: 'Weed' }),
      await build.get(`/tasks/${closed.id}`),
      await build.get(`/tasks/${closed.ref}`),
      await build.get(`/tasks/${closed.ref.toLowerCase()}`),
      await build.get(`/tasks/${closed.id}/comments`),
      await build.get(`/tasks/${closed.id}/history`),
      await build.delete(`/tasks/${closed.id}`),
      await build.patch(`/comments/${comment.id}`, { body: 'x' }),
      await build.patch(`/labels/${label.id}`, { name: 'x' }),
    ];
    for (const answer of refused) {
      expect([...outcome(answer), answer.body.error?.details[0]?.field]).toEqual([...CLOSED, 'project_ids']);
    }
    expect((await ann.get(`/projects/${yard.id}`)).status).toBe(200);
  });

  test('SPEC-034.7: is kept out of what is in the trash of others', async () => {
    const gone = await make.project(ann);
    await ann.delete(`/projects/${gone.id}`);
    expect(outcome(await build.post(`/projects/${gone.id}/restore`))).toEqual(CLOSED);
    expect(await idsAt('/projects?status=deleted')).toEqual([]);
  });

  test('SPEC-034.7: finds no other by a second id', async () => {
    const related = await build.post(`/tasks/${open.id}/relations`, { type: 'blocks', task_id: closed.id });
    expect(outcome(related)).toEqual([422, 'validation_failed']);
    const moved = await build.post(`/tasks/${open.id}/move`, { to: 'last', project_id: yard.id });
    expect(outcome(moved)).toEqual([422, 'validation_failed']);
    const relation = await make.relation(ann, open, closed);
    expect(await idsAt(`/tasks/${open.id}/relations`)).toEqual([]);
    expect(outcome(await build.delete(`/tasks/${open.id}/relations/${relation.id}`))).toEqual([404, 'not_found']);
  });

  test('SPEC-034.8: lists only what is in them', async () => {
    expect(await idsAt('/projects')).toEqual([garden.id]);
    expect(await idsAt('/projects?role=owner')).toEqual([garden.id]);
    for (const query of ['', '?assignee_id=me', `?assignee_id=${ann.id}`, '?sort=-updated_at', '?status=todo']) {
      expect(await idsAt(`/tasks${query}`)).toEqual([open.id]);
    }
    expect(await idsAt(`/tasks?project_id=${yard.id}`)).toEqual([]);
    const none = await programOf(ann, { project_ids: [] });
    expect([await idsAt('/projects', none), await idsAt('/tasks', none)]).toEqual([[], []]);
  });

  test('SPEC-034.8: lists only what is in them, also of somebody who may use all', async () => {
    const all = await programOf(admin, { project_ids: [garden.id] });
    expect(await idsAt('/projects', all)).toEqual([garden.id]);
    expect(await idsAt('/projects?status=archived', all)).toEqual([]);
    for (const query of ['', `?assignee_id=${ann.id}`, '?sort=-priority']) {
      expect(await idsAt(`/tasks${query}`, all)).toEqual([open.id]);
    }
    expect(await idsAt(`/tasks?project_id=${yard.id}`, all)).toEqual([]);
    expect(outcome(await all.get(`/projects/${yard.id}`))).toEqual(CLOSED);
  });

  test('SPEC-034.7: changes no other among many', async () => {
    const changes = { priority: 'high' };
    const answer = await build.post('/tasks/bulk', { ids: [open.id, closed.id], changes });
    expect(outcome(answer)).toEqual(CLOSED);
    expect((await build.post('/tasks/bulk', { ids: [open.id], changes })).status).toBe(200);
    expect(outcome(await build.post('/tasks/bulk', { ids: [closed.id], delete: true }))).toEqual(CLOSED);
  });

  test('SPEC-034.8: finds only what is in them, by words and by refs', async () => {
    await ann.patch(`/tasks/${open.id}`, { title: 'Rhubarb here' });
    await ann.patch(`/tasks/${closed.id}`, { title: 'Rhubarb there' });
    await make.article(admin, { title: 'Rhubarb' });
    await app.idle();
    const all = await programOf(admin, { project_ids: [garden.id] });
    for (const program of [build, all]) {
      expect(await idsAt('/search?query=rhubarb', program)).toEqual([open.id]);
      expect(await idsAt(`/search?query=${open.ref}`, program)).toEqual([open.id]);
      expect(await idsAt(`/search?query=${closed.ref}`, program)).toEqual([]);
    }
    expect(await idsAt('/search?query=rhubarb', await programOf(ann, { project_ids: [] }))).toEqual([]);
  });

  test('SPEC-034.8: is kept out of all that is in no project', async () => {
    const article = await make.article(admin);
    const all = await programOf(admin, { project_ids: [garden.id] });
    const refused = [
      await all.post('/projects', { name: 'New' }),
      await all.get('/articles'),
      await all.get(`/articles/${article.id}`),
      await all.get('/users'),
      await all.get(`/users/${ben.id}`),
      await all.get('/roles'),
      await all.get('/people'),
      await all.get('/permissions'),
      await all.get('/audit/events'),
    ];
    for (const answer of refused) expect(outcome(answer)).toEqual(CLOSED);
    expect((await all.get('/users/me')).status).toBe(200);
  });

  test('SPEC-034.5: follows its owner out of a project', async () => {
    const shared = await make.project(ben);
    await admin.post(`/projects/${shared.id}/members`, { user_id: ann.id, role: 'editor' });
    const here = await programOf(admin, { project_ids: [shared.id] });
    expect((await here.get(`/projects/${shared.id}`)).status).toBe(200);
    await ben.patch(`/projects/${shared.id}`, { status: 'archived' });
    const { items } = (await here.get('/projects?status=archived')).body.data as { items: { id: number }[] };
    expect(items.map(({ id }) => id)).toEqual([shared.id]);
  });
});
