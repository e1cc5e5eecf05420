import { TrashRetention } from '../../src/features/trash/trash-retention.js';
import { type TestApp, startApp } from '../support/app.js';
import { make } from '../support/make.js';
import { join } from '../support/members.js';
import { said } from '../support/outcome.js';
import type { Person } from '../support/people.js';

let app: TestApp;
let ann: Person;
let ben: Person;

beforeAll(async () => {
  app = await startApp();
  ann = await app.person('Ann');
  ben = await app.person('Ben');
});

afterAll(() => app.stop());

const itemsOf = async (person: Person, path: string) =>
  ((await person.get(path)).body.data as { items: { id: number; deleted_at?: string }[] }).items;
const idsOf = async (person: Person, path: string) => (await itemsOf(person, path)).map(({ id }) => id);

describe('A deleted task', () => {
  it('SPEC-025.1: is gone for everybody, and can be restored as it was', async () => {
    const project = await make.project(ann);
    const task = await make.task(ann, project, { assignee_id: ben.id });
    const comment = await make.comment(ann, task);
    const shown = (await ann.get(`/tasks/${task.id}`)).body.data as object;
    expect(said(await ann.delete(`/tasks/${task.id}`))).toBe('200');

    for (const person of [ann, ben]) expect(said(await person.get(`/tasks/${task.ref}`))).toBe('404 not_found');
    expect(said(await ann.get(`/tasks/${task.id}/comments`))).toBe('404 not_found');
    expect(said(await ann.delete(`/comments/${comment.id}`))).toBe('404 not_found');
    expect(said(await ann.delete(`/tasks/${task.id}`))).toBe('404 not_found');
    expect(await idsOf(ann, `/projects/${project.id}/tasks`)).toEqual([]);
    expect(await idsOf(ben, '/tasks?assignee_id=me')).toEqual([]);

    const restored = await ann.post(`/tasks/${task.ref.toLowerCase()}/restore`);
    expect(said(restored)).toBe('200');
    expect(restored.body.data).toEqual({ ...shown, version: task.version + 2, updated_at: expect.any(String) });
    expect(await idsOf(ann, `/tasks/${task.id}/comments`)).toEqual([comment.id]);
    expect(await idsOf(ben, '/tasks?assignee_id=me')).toEqual([task.id]);
    expect(said(await ann.post(`/tasks/${task.id}/restore`))).toBe('200');
  });

  it('SPEC-025.2: stands in the trash of its project with the time, for everybody who may read there', async () => {
    const project = await make.project(ann);
    const [first, second, third] = [
      await make.task(ann, project),
      await make.task(ann, project),
      await make.task(ann, project),
    ];
    await join(app, project, ben, 'viewer');
    const outsider = await app.person('Olga');
    for (const { id } of [second, first]) await ann.delete(`/tasks/${id}`);
    const page = await itemsOf(ben, `/projects/${project.id}/trash?limit=1`);
    expect(page).toEqual([expect.objectContaining({ id: first.id, ref: first.ref, deleted_at: expect.any(String) })]);
    expect(await idsOf(ben, `/projects/${project.id}/trash`)).toEqual([first.id, second.id]);
    expect(await idsOf(ben, `/projects/${project.id}/tasks`)).toEqual([third.id]);
    expect(said(await outsider.get(`/projects/${project.id}/trash`))).toBe('403 forbidden');
    expect(said(await ben.post(`/tasks/${first.id}/restore`))).toBe('403 forbidden');
    expect(said(await outsider.post(`/tasks/${first.id}/restore`))).toBe('403 forbidden');
  });

  it('SPEC-025.3: is counted again when it is restored', async () => {
    const project = await make.project(ann);
    const task = await make.task(ann, project);
    const stats = async () => {
      await app.idle();
      return ((await ann.get(`/projects/${project.id}`)).body.data as { stats: object }).stats;
    };
    await ann.delete(`/tasks/${task.id}`);
    expect(await stats()).toEqual({ todo: 0, in_progress: 0, done: 0 });
    await ann.post(`/tasks/${task.id}/restore`);
    expect(await stats()).toEqual({ todo: 1, in_progress: 0, done: 0 });
  });

  it('SPEC-025.4: is deleted for good by a manager, from the trash or not', async () => {
    const project = await make.project(ann);
    const editor = await app.person('Eve');
    await join(app, project, editor, 'editor');
    await join(app, project, ben, 'manager');
    for (const isInTrash of [true, false]) {
      const { id } = await make.task(ann, project);
      if (isInTrash) await editor.delete(`/tasks/${id}`);
      expect(said(await editor.delete(`/tasks/${id}?permanently=true`))).toBe('403 forbidden');
      expect(said(await ben.delete(`/tasks/${id}?permanently=true`))).toBe('200');
      expect(said(await ben.post(`/tasks/${id}/restore`))).toBe('404 not_found');
    }
    expect(await idsOf(ben, `/projects/${project.id}/trash`)).toEqual([]);
    expect(said(await ben.delete('/tasks/1?permanently=perhaps'))).toMatch(/^(403|404|422)/);
  });

  it('SPEC-025.5: can neither be deleted nor restored while its project is archived', async () => {
    const project = await make.project(ann);
    const [live, dead] = [await make.task(ann, project), await make.task(ann, project)];
    await ann.delete(`/tasks/${dead.id}`);
    await ann.patch(`/projects/${project.id}`, { status: 'archived' });
    expect(said(await ann.delete(`/tasks/${live.id}`))).toBe('409 project_archived');
    expect(said(await ann.delete(`/tasks/${dead.id}?permanently=true`))).toBe('409 project_archived');
    expect(said(await ann.post(`/tasks/${dead.id}/restore`))).toBe('409 project_archived');
    expect(await idsOf(ann, `/projects/${project.id}/trash`)).toEqual([dead.id]);
  });

  it('SPEC-025.6: gets no comment that began before', async () => {
    const project = await make.project(ann);
    const task = await make.task(ann, project);
    const answers = await Promise.all([
      ...Array.from({ length: 10 }, () => ann.post(`/tasks/${task.id}/comments`, { body: 'Before noon' })),
      ann.delete(`/tasks/${task.id}`),
      ...Array.from({ length: 10 }, () => ann.post(`/tasks/${task.id}/comments`, { body: 'Before noon' })),
    ]);
    for (const one of answers.map(said)) expect(one).toMatch(/^(200|201|404 not_found)$/);
    const added = answers.filter(({ status }) => status === 201).length;
    await ann.post(`/tasks/${task.id}/restore`);
    expect(await idsOf(ann, `/tasks/${task.id}/comments?limit=100`)).toHaveLength(added);
  });
});

describe('A deleted project', () => {
  it('SPEC-025.7: is gone with all that is in it, and comes back with it', async () => {
    const project = await make.project(ann);
    await join(app, project, ben, 'editor');
    const [task, trashed] = [await make.task(ben, project), await make.task(ben, project)];
    await ben.delete(`/tasks/${trashed.id}`);
    const comment = await make.comment(ben, task);
    expect(said(await ann.delete(`/projects/${project.id}`))).toBe('200');

    for (const path of [`/projects/${project.id}`, `/projects/${project.id}/tasks`, `/tasks/${task.id}`]) {
      expect(said(await ben.get(path))).toBe('404 not_found');
    }
    for (const path of [
      `/projects/${project.id}/members`,
      `/projects/${project.id}/trash`,
      `/tasks/${task.id}/comments`,
    ]) {
      expect(said(await ann.get(path))).toBe('404 not_found');
    }
    expect(said(await ann.post(`/tasks/${trashed.id}/restore`))).toBe('404 not_found');
    expect(said(await ann.post(`/projects/${project.id}/tasks`, { title: 'Late' }))).toBe('404 not_found');
    expect(await idsOf(ben, '/projects')).not.toContain(project.id);
    expect(await idsOf(ben, '/tasks')).not.toContain(task.id);
    expect(await idsOf(ann, '/projects?status=deleted')).toContain(project.id);
    expect(await idsOf(ben, '/projects?status=deleted')).toEqual([]);

    expect(said(await ben.post(`/projects/${project.id}/restore`))).toBe('403 forbidden');
    const restored = await ann.post(`/projects/${project.id}/restore`);
    expect(said(restored)).toBe('200');
    expect(restored.body.data).toMatchObject({ id: project.id, key: project.key, role: 'owner' });
    expect(await idsOf(ben, `/projects/${project.id}/tasks`)).toEqual([task.id]);
    expect(await idsOf(ben, `/tasks/${task.id}/comments`)).toEqual([comment.id]);
    expect(await idsOf(ben, `/projects/${project.id}/trash`)).toEqual([trashed.id]);
  });

  it('SPEC-025.8: is deleted for good by its owner, from the trash or not', async () => {
    await join(app, await make.project(ann), ben, 'manager');
    for (const isInTrash of [true, false]) {
      const project = await make.project(ann);
      await join(app, project, ben, 'manager');
      if (isInTrash) await ann.delete(`/projects/${project.id}`);
      expect(said(await ben.delete(`/projects/${project.id}?permanently=true`))).toBe('403 forbidden');
      expect(said(await ann.delete(`/projects/${project.id}?permanently=true`))).toBe('200');
      expect(said(await ann.post(`/projects/${project.id}/restore`))).toBe('404 not_found');
    }
  });

  it('SPEC-025.9: leaves no task behind that was being made', async () => {
    const project = await make.project(ann);
    const path = `/projects/${project.id}`;
    const answers = await Promise.all([
      ...Array.from({ length: 8 }, () => ann.post(`${path}/tasks`, { title: 'Water the beds' })),
      ann.delete(path),
      ...Array.from({ length: 8 }, () => ann.post(`${path}/tasks`, { title: 'Water the beds' })),
    ]);
    const made = answers.filter(({ status }) => status === 201).map(({ body }) => (body.data as { id: number }).id);
    for (const id of made) expect(said(await ann.get(`/tasks/${id}`))).toBe('404 not_found');
    await ann.post(`${path}/restore`);
    expect((await idsOf(ann, `${path}/tasks?limit=100`)).sort()).toEqual(made.sort());
  });

  it('SPEC-025.10: keeps its owner from being deleted, until an administrator names a new one', async () => {
    const admin = await app.admin('Ada');
    const owner = await app.person('Otto');
    const project = await make.project(owner);
    await owner.delete(`/projects/${project.id}`);
    expect(said(await admin.delete(`/users/${owner.id}`))).toMatch(/^409/);
    expect(said(await admin.send('DELETE', `/users/${owner.id}`, { new_owner_id: ann.id }))).toBe('200');
    expect(said(await ann.post(`/projects/${project.id}/restore`))).toBe('200');
  });
});

it('SPEC-025.11: what has been in the trash for longer than TRASH_RETENTION_DAYS is deleted for good', async () => {
  const project = await make.project(ann);
  const [old, recent] = [await make.task(ann, project), await make.task(ann, project)];
  const gone = await make.project(ann);
  const inside = await make.task(ann, gone);
  for (const { id } of [old, recent]) await ann.delete(`/tasks/${id}`);
  await ann.delete(`/projects/${gone.id}`);
  await app.database.execute(`UPDATE all_tasks SET deleted_at = now() - interval '31 days' WHERE id = $1`, [old.id]);
  await app.database.execute(`UPDATE all_projects SET deleted_at = now() - interval '31 days' WHERE id = $1`, [
    gone.id,
  ]);
  await app.get(TrashRetention).clear();
  expect(await idsOf(ann, `/projects/${project.id}/trash`)).toEqual([recent.id]);
  expect(await idsOf(ann, '/projects?status=deleted')).not.toContain(gone.id);
  expect(said(await ann.post(`/projects/${gone.id}/restore`))).toBe('404 not_found');
  expect(await app.database.query('SELECT id FROM all_tasks WHERE id = ANY($1)', [[old.id, inside.id]])).toEqual([]);
});
