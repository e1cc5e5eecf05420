import { Client } from 'pg';
import { startApp, startBeside, type TestApp } from '../support/app.js';
import type { Answer } from '../support/client.js';
import { make } from '../support/make.js';
import type { Person } from '../support/people.js';

const WRITERS = 100;

let instances: TestApp[];
let ann: Person;
let onlooker: Client;

beforeAll(async () => {
  const app = await startApp({ DATABASE_POOL_MAX: '4' });
  instances = [app, await startBeside(app, { DATABASE_POOL_MAX: '4' })];
  ann = await app.person('Ann', ['user', 'editor']);
  onlooker = new Client(app.databaseUrl);
  await onlooker.connect();
});

afterAll(async () => {
  await onlooker.end();
  for (const app of instances.reverse()) await app.stop();
});

const at = (index: number): Person => (instances[index % 2] as TestApp).as(ann);
const patchAll = (path: string, field: string): Promise<Answer>[] =>
  Array.from({ length: WRITERS }, (_, nth) => at(nth).patch(path, { [field]: `The ${nth}th` }));

const outcomes = (answers: Answer[]) => new Set(answers.map(({ status, body }) => body.error?.code ?? status));

describe('One row that many change at the same moment, on two instances with few connections,', () => {
  const kinds: [string, string, () => Promise<string>][] = [
    ['a task', 'title', async () => `/tasks/${(await make.task(ann, await make.project(ann))).id}`],
    ['a project', 'name', async () => `/projects/${(await make.project(ann)).id}`],
    ['an article', 'title', async () => `/articles/${(await make.article(ann)).id}`],
  ];

  test.each(kinds)('SPEC-008.21: is changed by each of them: %s', async (_, field, made) => {
    const path = await made();
    expect(outcomes(await Promise.all(patchAll(path, field)))).toEqual(new Set([200]));
    expect((await ann.get(path)).body.data).toMatchObject({ version: 1 + WRITERS });
  });

  test('SPEC-008.22: holds up nobody who wants another', async () => {
    const project = await make.project(ann);
    const [busy, other] = [await make.task(ann, project), await make.task(ann, project)];
    // Somebody who is slow holds the row; what waits for it waits for as long.
    await onlooker.query('BEGIN');
    await onlooker.query('SELECT FROM tasks WHERE id = $1 FOR UPDATE', [busy.id]);
    const writers = patchAll(`/tasks/${busy.id}`, 'title');
    const others = await Promise.all([
      ...[0, 1].map((index) => at(index).get(`/tasks/${other.id}`)),
      ...[0, 1].map((index) => at(index).get(`/tasks/${busy.id}`)),
      at(0).patch(`/tasks/${other.id}`, { title: 'Not held up' }),
      at(1).post(`/tasks/${other.id}/comments`, { body: 'Nor is this' }),
    ]);
    await onlooker.query('COMMIT');
    expect(others.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200, 201]);
    expect(outcomes(await Promise.all(writers))).toEqual(new Set([200]));
    expect((await ann.get(`/tasks/${busy.id}`)).body.data).toMatchObject({ version: 1 + WRITERS });
  });

  test('SPEC-008.21: is gone for those who come after its end', async () => {
    const task = await make.task(ann, await make.project(ann));
    const path = `/tasks/${task.id}`;
    const writers = patchAll(path, 'title');
    const ended = await at(1).delete(path);
    expect(ended.status).toBe(200);
    for (const { status } of await Promise.all(writers)) expect([200, 404]).toContain(status);
    expect((await ann.get(path)).status).toBe(404);
  });

  test('SPEC-008.21: lets one of those with the same condition through', async () => {
    const path = `/tasks/${(await make.task(ann, await make.project(ann))).id}`;
    const writers = Array.from({ length: 20 }, (_, nth) =>
      at(nth).patch(path, { title: `The ${nth}th` }, { 'If-Match': '"1"' }),
    );
    const statuses = (await Promise.all(writers)).map(({ status }) => status);
    expect(statuses.filter((status) => status === 200)).toHaveLength(1);
    expect(statuses.filter((status) => status === 412)).toHaveLength(19);
  });

  test('SPEC-008.21: leaves no connection in the hands of those who waited', async () => {
    const project = await make.project(ann);
    const path = `/projects/${project.id}`;
    const archive = at(0).patch(path, { status: 'archived' });
    const writers = patchAll(path, 'name');
    expect((await archive).status).toBe(200);
    for (const { status } of await Promise.all(writers)) expect([200, 409]).toContain(status);
    for (const index of [0, 1]) expect((await at(index).get(path)).status).toBe(200);
  });
});
