import { startApp, startBeside, type TestApp } from '../support/app.js';
import { outcome } from '../support/outcome.js';
import type { Person } from '../support/people.js';
import { relate as relateAs, relationsOf, tasksOf } from '../support/relations.js';

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

type Id = { id: number };
const relate = (task: Id | undefined, type: string, other: Id | undefined, person = ann) =>
  relateAs(person, task, type, other);

describe('Blocking', () => {
  test('SPEC-030.7: makes no circle, over projects and any number of steps', async () => {
    const [, a, b, c] = await tasksOf(ann, 3);
    const [, d] = await tasksOf(ann, 1);
    for (const [one, other] of [
      [a, b],
      [b, c],
      [c, d],
    ]) {
      expect((await relate(one, 'blocks', other)).status).toBe(201);
    }
    for (const other of [a, b, c]) expect(outcome(await relate(d, 'blocks', other))).toEqual([409, 'relation_circle']);
    expect(outcome(await relate(a, 'blocked_by', d))).toEqual([409, 'relation_circle']);
    expect((await relate(a, 'blocks', d)).status).toBe(201);
    expect((await relate(d, 'duplicates', a)).status).toBe(201);
  });

  test('SPEC-030.7: of two opposite ones at the same moment, one is made', async () => {
    for (let round = 0; round < 10; round++) {
      const [, one, other] = await tasksOf(ann, 2);
      const answers = await Promise.all([relate(one, 'blocks', other), relate(other, 'blocks', one, beside.as(ann))]);
      expect(answers.map(outcome).sort()).toEqual([
        [201, null],
        [409, 'relation_circle'],
      ]);
    }
  });

  test('SPEC-030.7: a ring of six that are made at the same moment stays open', async () => {
    for (let round = 0; round < 5; round++) {
      const [, ...tasks] = await tasksOf(ann, 6);
      const answers = await Promise.all(
        tasks.map((task, nth) => relate(task, 'blocks', tasks[(nth + 1) % 6], (nth % 2 ? beside : app).as(ann))),
      );
      expect(answers.filter(({ status }) => status === 201)).toHaveLength(5);
      expect(answers.filter(({ status }) => status === 409)).toHaveLength(1);
    }
  });

  test('SPEC-030.8: goes so far and no further', async () => {
    const [project, task, first] = await tasksOf(ann, 2);
    await app.database.execute(
      `INSERT INTO tasks (project_id, title) SELECT $1, 'Many' FROM generate_series(1, 10001)`,
      [project.id],
    );
    await app.database.execute(
      `INSERT INTO task_relations (from_task_id, type, to_task_id)
       SELECT $2, 'blocks', min(id) FROM tasks WHERE project_id = $1 AND title = 'Many'
       UNION ALL
       SELECT id, 'blocks', next FROM (
         SELECT id, lead(id) OVER (ORDER BY id) AS next FROM tasks WHERE project_id = $1 AND title = 'Many') line
       WHERE next IS NOT NULL`,
      [project.id, first?.id],
    );
    expect(outcome(await relate(task, 'blocks', first))).toEqual([409, 'limit_reached']);
  });
});

test('SPEC-030.8: a task has a hundred relations and no more, also with many at the same moment', async () => {
  const [project, task, last] = await tasksOf(ann, 2);
  await app.database.execute(
    `WITH others AS (INSERT INTO tasks (project_id, title) SELECT $1, 'Other' FROM generate_series(1, 97) RETURNING id)
     INSERT INTO task_relations (from_task_id, type, to_task_id) SELECT $2, 'relates_to', id FROM others`,
    [project.id, task?.id],
  );
  const [, ...more] = await tasksOf(ann, 8);
  const answers = await Promise.all(
    more.map((other, nth) => {
      const person = (nth % 2 ? beside : app).as(ann);
      return nth % 3 ? relate(task, 'relates_to', other, person) : relate(other, 'relates_to', task, person);
    }),
  );
  expect(answers.map(outcome).sort()).toEqual([
    ...Array.from({ length: 3 }, () => [201, null]),
    ...Array.from({ length: 5 }, () => [409, 'limit_reached']),
  ]);
  expect(await relationsOf(ann, task)).toHaveLength(100);
  const [refused] = (await relate(last, 'blocks', task)).body.error?.details ?? [];
  expect(refused).toMatchObject({ code: 'limit_reached', limit: 100 });
});
