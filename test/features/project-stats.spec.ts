import { startApp, startBeside, type TestApp } from '../support/app.js';
import { make } from '../support/make.js';
import type { Person } from '../support/people.js';
import { until } from '../support/until.js';

let app: TestApp;
let beside: TestApp;
let ann: Person;

beforeAll(async () => {
  app = await startApp();
  beside = await startBeside(app);
  ann = await app.person('Ann');
});

afterAll(async () => {
  await beside.stop();
  await app.stop();
});

interface Stats {
  todo: number;
  in_progress: number;
  done: number;
}

async function statsOf(path: string): Promise<Stats> {
  return ((await ann.get(path)).body.data as { stats: Stats }).stats;
}

const untilStats = (path: string, expected: Stats) =>
  until(async () => JSON.stringify(await statsOf(path)) === JSON.stringify(expected));

test('SPEC-004.14: the counts follow what is made, moved and deleted, within two seconds', async () => {
  const project = await make.project(ann);
  const path = `/projects/${project.id}`;
  const before = (await ann.get(path)).body.data as object;
  const [first, second] = [await make.task(ann, project), await make.task(ann, project)];
  await untilStats(path, { todo: 2, in_progress: 0, done: 0 });
  await ann.patch(`/tasks/${first.id}`, { status: 'in_progress' });
  await untilStats(path, { todo: 1, in_progress: 1, done: 0 });
  await ann.patch(`/tasks/${first.id}`, { status: 'done', title: 'All done' });
  await untilStats(path, { todo: 1, in_progress: 0, done: 1 });
  await ann.patch(`/tasks/${second.id}`, { title: 'Still to do' });
  await ann.delete(`/tasks/${first.id}`);
  await untilStats(path, { todo: 1, in_progress: 0, done: 0 });
  expect((await ann.get(path)).body.data).toEqual({ ...before, stats: { todo: 1, in_progress: 0, done: 0 } });
});

test('SPEC-004.14: they are shown in lists, too', async () => {
  const bob = await app.person('Bob');
  const project = await make.project(bob);
  await make.task(bob, project);
  await app.idle();
  const { items } = (await bob.get('/projects')).body.data as { items: { stats: Stats }[] };
  expect(items.map(({ stats }) => stats)).toEqual([{ todo: 1, in_progress: 0, done: 0 }]);
});

test('SPEC-008.8: they change the ETag, but are no conflict', async () => {
  const project = await make.project(ann);
  const path = `/projects/${project.id}`;
  const etag = (await ann.get(path)).headers.etag ?? '';
  await make.task(ann, project);
  await untilStats(path, { todo: 1, in_progress: 0, done: 0 });
  const now = await ann.get(path, { 'If-None-Match': etag });
  expect([now.status, now.headers.etag === etag]).toEqual([200, false]);
  expect((await ann.get(path, { 'If-None-Match': now.headers.etag ?? '' })).status).toBe(304);
  expect((await ann.patch(path, { name: 'Park' }, { 'If-Match': etag })).status).toBe(200);
  expect((await ann.patch(path, { name: 'Lawn' }, { 'If-Match': etag })).status).toBe(412);
});

test('SPEC-004.14: they are right after many changes at once, on two instances', async () => {
  const projects = await Promise.all([make.project(ann), make.project(ann), make.project(ann)]);
  const there = beside.as(ann);
  const life = async (person: Person, index: number) => {
    const project = projects[index % 3] as { id: number };
    const { id } = await make.task(person, project);
    for (const status of ['in_progress', 'done', 'todo', 'in_progress'].slice(0, index % 5)) {
      await person.patch(`/tasks/${id}`, { status });
    }
    if (index % 7 === 0) await person.delete(`/tasks/${id}`);
    if (index === 20) await person.patch(`/projects/${project.id}`, { name: 'Renamed meanwhile' });
  };
  await Promise.all(Array.from({ length: 60 }, (_, index) => life(index % 2 ? ann : there, index)));
  for (const { id } of projects) {
    const [counted] = await app.database.query<Stats & object>(
      `SELECT count(*) FILTER (WHERE status = 'todo') AS todo, count(*) FILTER (WHERE status = 'in_progress') AS in_progress,
       count(*) FILTER (WHERE status = 'done') AS done FROM tasks WHERE project_id = $1`,
      [id],
    );
    await untilStats(`/projects/${id}`, counted as Stats);
  }
  await app.idle();
  await beside.idle();
  for (const { id } of projects) expect((await statsOf(`/projects/${id}`)).todo).toBeGreaterThan(0);
});
