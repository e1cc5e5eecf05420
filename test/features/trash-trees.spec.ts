import { type TestApp, startApp } from '../support/app.js';
import { make, type MadeProject, type MadeTask } from '../support/make.js';
import { said } from '../support/outcome.js';
import type { Person } from '../support/people.js';

let app: TestApp;
let ann: Person;
let project: MadeProject;

beforeAll(async () => {
  app = await startApp();
  ann = await app.person('Ann');
});

beforeEach(async () => {
  project = await make.project(ann);
});

afterAll(() => app.stop());

type Seen = Record<'id' | 'number', number> & { parent_id: number | null; position: string };

const read = async ({ id }: { id: number }) => (await ann.get(`/tasks/${id}`)).body.data as Seen;
const itemsOf = async (path: string) => ((await ann.get(path)).body.data as { items: Seen[] }).items;
const under = (parent: { id: number } | null) => make.task(ann, project, { parent_id: parent?.id ?? null });
const remove = async ({ id }: { id: number }) => expect(said(await ann.delete(`/tasks/${id}`))).toBe('200');
const restore = ({ id }: { id: number }) => ann.post(`/tasks/${id}/restore`);

/** What is there, and what is in the trash. */
async function whereabouts(): Promise<[live: number[], trashed: number[]]> {
  const paths = [`/projects/${project.id}/tasks?limit=100`, `/projects/${project.id}/trash?limit=100`];
  const [live, trashed] = await Promise.all(paths.map(async (path) => (await itemsOf(path)).map(({ id }) => id)));
  return [live ?? [], trashed ?? []];
}

const ids = (...tasks: MadeTask[]) => tasks.map(({ id }) => id);

test('SPEC-025.12: a deleted task takes along what is below it, and brings that back, not what went before', async () => {
  const top = await under(null);
  const [child, earlier] = [await under(top), await under(top)];
  const [grandchild, belowEarlier] = [await under(child), await under(earlier)];
  const apart = await under(null);
  await remove(earlier);
  await remove(top);
  expect(await whereabouts()).toEqual([ids(apart), ids(top, child, earlier, grandchild, belowEarlier)]);

  expect(said(await restore(top))).toBe('200');
  expect(await whereabouts()).toEqual([ids(top, child, grandchild, apart), ids(earlier, belowEarlier)]);
  expect(await read(grandchild)).toMatchObject({ parent_id: child.id });
  expect(said(await restore(earlier))).toBe('200');
  expect(await read(belowEarlier)).toMatchObject({ parent_id: earlier.id });
  expect(await read(earlier)).toMatchObject({ parent_id: top.id });
});

test('SPEC-025.13: a task whose parent is in the trash waits for it', async () => {
  const top = await under(null);
  const child = await under(top);
  const grandchild = await under(child);
  await remove(grandchild);
  await remove(top);
  for (const task of [child, grandchild]) {
    const refused = await restore(task);
    expect(said(refused)).toBe('422 validation_failed');
    expect(refused.body.error?.details).toMatchObject([{ field: 'parent_id', code: 'unknown' }]);
  }
  expect(await whereabouts()).toEqual([[], ids(top, child, grandchild)]);
  await restore(top);
  expect(said(await restore(grandchild))).toBe('200');
  expect(await whereabouts()).toEqual([ids(top, child, grandchild), []]);
});

test('SPEC-025.14: a task whose parent has moved to another project comes back without one', async () => {
  const top = await under(null);
  const [child, stays] = [await under(top), await under(top)];
  const grandchild = await under(child);
  await remove(child);
  const elsewhere = await make.project(ann);
  expect(said(await ann.post(`/tasks/${top.id}/move`, { project_id: elsewhere.id }))).toBe('200');
  expect(await whereabouts()).toEqual([[], ids(child, grandchild)]);

  expect(said(await restore(child))).toBe('200');
  expect(await read(child)).toMatchObject({ parent_id: null, project_id: project.id, ref: child.ref });
  expect(await read(grandchild)).toMatchObject({ parent_id: child.id });
  expect(await read(stays)).toMatchObject({ parent_id: top.id, project_id: elsewhere.id });

  await ann.delete(`/tasks/${child.id}`);
  await ann.delete(`/tasks/${top.id}?permanently=true`);
  expect(said(await restore(child))).toBe('200');
});

test('SPEC-025.14: a task whose parent was deleted for good goes with it', async () => {
  const top = await under(null);
  const child = await under(top);
  await remove(child);
  expect(said(await ann.delete(`/tasks/${top.id}?permanently=true`))).toBe('200');
  expect(said(await restore(child))).toBe('404 not_found');
  expect(await whereabouts()).toEqual([[], []]);
});

test('SPEC-025.15: numbers, refs and places are kept, whatever comes and moves meanwhile', async () => {
  const [first, second, third] = [await under(null), await under(null), await under(null)];
  const before = await read(second);
  await remove(second);
  const fourth = await under(null);
  expect(fourth.number).toBe(4);
  await ann.post(`/tasks/${fourth.id}/move`, { after_id: first.id });
  const fifth = await under(null);
  await ann.post(`/tasks/${fifth.id}/move`, { before_id: third.id });

  await restore(second);
  expect(await read(second)).toMatchObject({ number: 2, ref: second.ref, position: before.position });
  const listed = await itemsOf(`/projects/${project.id}/tasks?sort=position`);
  expect(listed[0]?.id).toBe(first.id);
  expect(listed[4]?.id).toBe(third.id);
  expect(listed.map(({ id }) => id).sort((a, b) => a - b)).toEqual(ids(first, second, third, fourth, fifth));
  expect(new Set(listed.map(({ position }) => position)).size).toBe(5);
});
