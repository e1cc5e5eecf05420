import { startApp, startBeside, type TestApp } from '../support/app.js';
import type { Answer } from '../support/client.js';
import { make, type MadeProject } from '../support/make.js';
import { said } from '../support/outcome.js';
import type { Person } from '../support/people.js';

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

const itemsOf = ({ body }: Answer) => (body.data as { items: { id: number; title: string; number: number }[] }).items;

async function tasksIn(project: MadeProject, count: number): Promise<number[]> {
  const tasks = Array.from({ length: count }, (_, nth) => ({ title: `Task ${nth}` }));
  return itemsOf(await ann.post(`/projects/${project.id}/tasks/bulk`, { tasks })).map(({ id }) => id);
}

/** The same order from two instances, each time with the tasks in the opposite order. */
const fromBoth = (ids: number[], orderOf: (nth: number) => object, count = 6) =>
  Promise.all(
    Array.from({ length: count }, (_, nth) => {
      const order = { ids: nth % 2 ? ids.toReversed() : ids, ...orderOf(nth) };
      return (nth % 2 ? beside.as(ann) : ann).post('/tasks/bulk', order);
    }),
  );

test('SPEC-028.9: changes of the same tasks in opposite orders are each done whole', async () => {
  const projects = [await make.project(ann), await make.project(ann)];
  const ids = (await Promise.all(projects.map((project) => tasksIn(project, 20)))).flat();
  for (let round = 0; round < 3; round++) {
    const answers = await fromBoth(ids, (nth) => ({ changes: { title: `Round ${round}, ${nth}` } }));
    expect(answers.map(said)).toEqual(answers.map(() => '200'));
    const titles = await Promise.all(ids.map(async (id) => (await ann.get(`/tasks/${id}`)).body.data as object));
    expect(new Set(titles.map((task) => (task as { title: string }).title)).size).toBe(1);
  }
});

test('SPEC-028.9: parents that are set and tasks that are deleted at the same time', async () => {
  for (let round = 0; round < 4; round++) {
    const project = await make.project(ann);
    const [parent = 0, ...ids] = await tasksIn(project, 12);
    const answers = await fromBoth(ids, (nth) =>
      nth < 3 ? { changes: { parent_id: parent } } : { ids: [...ids.slice(nth), parent], delete: true },
    );
    for (const answer of answers) expect(said(answer)).toMatch(/^(200|404 not_found|422 validation_failed)$/);
    expect(answers.slice(3).filter(({ status }) => status === 200)).toHaveLength(1);
    const left = itemsOf(await ann.get(`/projects/${project.id}/tasks?limit=100`)).length;
    expect(left + itemsOf(await ann.get(`/projects/${project.id}/trash?limit=100`)).length).toBe(12);
  }
});

test('SPEC-028.9: single changes and moves come between', async () => {
  const [garden, house] = [await make.project(ann), await make.project(ann)];
  const ids = [...(await tasksIn(garden, 10)), ...(await tasksIn(house, 10))];
  const singles = ids
    .slice(2, 8)
    .flatMap((id, nth) => [
      beside.as(ann).patch(`/tasks/${id}`, { priority: 'low' }),
      ann.post(`/tasks/${ids[19 - nth]}/move`, { before_id: ids[10] }),
      beside.as(ann).post(`/tasks/${id}/move`, { to: 'first', project_id: house.id }),
    ]);
  const [many, alone] = await Promise.all([
    fromBoth(ids, (nth) => ({ changes: { priority: nth % 2 ? 'high' : 'medium' } })),
    Promise.all(singles),
  ]);
  for (const answer of [...many, ...alone]) expect(said(answer)).toBe('200');
});

test('SPEC-028.3: tasks made by several at the same moment stay together, with numbers and places in order', async () => {
  const project = await make.project(ann);
  const answers = await Promise.all(
    Array.from({ length: 6 }, (_, nth) =>
      (nth % 2 ? beside.as(ann) : ann).post(`/projects/${project.id}/tasks/bulk`, {
        tasks: Array.from({ length: 10 }, () => ({ title: `From ${nth}` })),
      }),
    ),
  );
  expect(answers.map(said)).toEqual(answers.map(() => '201'));
  for (const answer of answers) {
    const numbers = itemsOf(answer).map(({ number }) => number);
    expect(numbers).toEqual(numbers.map((_, nth) => (numbers[0] ?? 0) + nth));
  }
  const listed = itemsOf(await ann.get(`/projects/${project.id}/tasks?sort=position&limit=100`));
  expect(listed.map(({ number }) => number)).toEqual(listed.map((_, nth) => nth + 1));
});
