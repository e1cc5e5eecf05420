import { startApp, startBeside, type TestApp } from '../support/app.js';
import { make, type MadeTask } from '../support/make.js';
import { outcome } from '../support/outcome.js';
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

type Task = MadeTask & { parent_id: number | null; title: string };

const taskIn = (project: { id: number }, parent?: { id: number }, fields: object = {}) =>
  make.task(ann, project, { ...(parent && { parent_id: parent.id }), ...fields });

/** A task, one below it, and so on. */
async function chain(project: { id: number }, length: number): Promise<MadeTask[]> {
  const made: MadeTask[] = [];
  for (let level = 0; level < length; level++) made.push(await taskIn(project, made.at(-1)));
  return made;
}

const under = (task: { id: number } | undefined, parent: { id: number } | null | undefined, person = ann) =>
  person.patch(`/tasks/${task?.id}`, { parent_id: parent && parent.id });

const parentOf = async ({ id }: { id: number }) => ((await ann.get(`/tasks/${id}`)).body.data as Task).parent_id;

describe('A task that is part of another', () => {
  test('SPEC-023.10: is made so, shown so, and made free', async () => {
    const project = await make.project(ann);
    const [parent, other] = [await taskIn(project), await taskIn(project)];
    expect(parent).toMatchObject({ parent_id: null });
    const child = await taskIn(project, parent);
    expect(child).toMatchObject({ parent_id: parent.id, version: 1 });
    expect((await under(child, other)).body.data).toMatchObject({ parent_id: other.id, version: 2 });
    expect((await under(child, other)).body.data).toMatchObject({ version: 2 });
    expect((await ann.patch(`/tasks/${child.id}`, { title: 'Weed' })).body.data).toMatchObject({ parent_id: other.id });
    expect((await under(child, null)).body.data).toMatchObject({ parent_id: null, version: 4 });
    const events = await app.database.query<{ changes: object }>(
      `SELECT data -> 'changes' AS changes FROM events WHERE type = 'task.changed' AND subject_id = $1 ORDER BY id`,
      [child.id],
    );
    expect(events.map(({ changes }) => Object.keys(changes))).toEqual([['parent_id'], ['title'], ['parent_id']]);
  });

  test('SPEC-023.10: belongs to the same project, or it is refused', async () => {
    const [project, other] = [await make.project(ann), await make.project(ann)];
    const [task, foreign] = [await taskIn(project), await taskIn(other)];
    for (const parent_id of [foreign.id, 999_999_999, 0, 'none', '1']) {
      const refused = [
        await ann.post(`/projects/${project.id}/tasks`, { title: 'Sow', parent_id }),
        await ann.patch(`/tasks/${task.id}`, { parent_id }),
      ];
      expect(refused.map(outcome)).toEqual([
        [422, 'validation_failed'],
        [422, 'validation_failed'],
      ]);
    }
    expect(await parentOf(task)).toBeNull();
  });

  test('SPEC-023.10: an assignee who is no member finds only their own tasks as parents', async () => {
    const project = await make.project(ann);
    const eve = await app.person('Eve');
    const [hidden, own, task] = [
      await taskIn(project),
      await taskIn(project, undefined, { assignee_id: eve.id }),
      await taskIn(project, undefined, { assignee_id: eve.id }),
    ];
    expect(outcome(await under(task, hidden, eve))).toEqual([422, 'validation_failed']);
    expect((await under(task, own, eve)).body.data).toMatchObject({ parent_id: own.id });
  });

  test('SPEC-023.13: is found below its parent, and nowhere with the tasks that are part of none', async () => {
    const project = await make.project(ann);
    const [top, child, grandchild] = await chain(project, 3);
    const other = await taskIn(project, top);
    const idsOf = async (path: string) =>
      ((await ann.get(path)).body.data as { items: Task[] }).items.map(({ id }) => id);
    for (const path of [
      `/projects/${project.id}/tasks?`,
      `/tasks?project_id=${project.id}&`,
      '/tasks?assignee_id=none&',
    ]) {
      expect(await idsOf(`${path}parent_id=${top?.id}`)).toEqual([child?.id, other.id]);
      expect(await idsOf(`${path}parent_id=${child?.id}&status=todo`)).toEqual([grandchild?.id]);
      expect(await idsOf(`${path}parent_id=${other.id}`)).toEqual([]);
      expect(outcome(await ann.get(`${path}parent_id=me`))).toEqual([422, 'validation_failed']);
    }
    expect(await idsOf(`/projects/${project.id}/tasks?parent_id=none`)).toEqual([top?.id]);
  });
});

describe('Circles and levels', () => {
  test('SPEC-023.11: a task is not part of itself or of what is below it', async () => {
    const project = await make.project(ann);
    const [top, child, grandchild] = await chain(project, 3);
    for (const parent of [top, child, grandchild]) {
      expect(outcome(await under(top, parent))).toEqual([409, 'parent_circle']);
    }
    expect((await under(grandchild, top)).status).toBe(200);
    expect((await under(child, grandchild)).status).toBe(200);
  });

  test('SPEC-023.11: there are five levels and no sixth, from whichever end', async () => {
    const project = await make.project(ann);
    const [five, three, two] = [await chain(project, 5), await chain(project, 3), await chain(project, 2)];
    const path = `/projects/${project.id}/tasks`;
    expect(outcome(await ann.post(path, { title: 'Six', parent_id: five[4]?.id }))).toEqual([409, 'parent_circle']);
    expect((await ann.post(path, { title: 'Five', parent_id: five[3]?.id })).status).toBe(201);
    expect(outcome(await under(three[0], five[2]))).toEqual([409, 'parent_circle']);
    expect((await under(two[0], three[2])).status).toBe(200);
    expect(outcome(await under(three[0], five[0]))).toEqual([409, 'parent_circle']);
  });

  test('SPEC-023.11: of two who make each other’s task the parent, one does, on two instances', async () => {
    for (let round = 0; round < 10; round++) {
      const project = await make.project(ann);
      const [one, other] = [await taskIn(project), await taskIn(project)];
      const answers = await Promise.all([under(one, other), under(other, one, beside.as(ann))]);
      expect(answers.map(outcome).sort()).toEqual([
        [200, null],
        [409, 'parent_circle'],
      ]);
    }
  });

  test('SPEC-023.11: a ring of simultaneous changes stays open, and no level too many is made', async () => {
    const project = await make.project(ann);
    const tasks = await Promise.all(Array.from({ length: 8 }, () => taskIn(project)));
    const answers = await Promise.all(
      tasks.map((task, nth) => under(task, tasks[(nth + 1) % 8], (nth % 2 ? beside : app).as(ann))),
    );
    for (const answer of answers) expect([200, 409]).toContain(answer.status);
    const parents = new Map<number, number | null>();
    for (const { id } of tasks) parents.set(id, await parentOf({ id }));
    for (const { id } of tasks) {
      let level = 1;
      for (let at = parents.get(id); at; at = parents.get(at)) level++;
      expect(level).toBeLessThanOrEqual(5);
    }
  });
});

describe('Deleting a task', () => {
  test('SPEC-023.12: deletes what is below it, with an event for each, and the counts follow', async () => {
    const project = await make.project(ann);
    const [top, child, grandchild] = await chain(project, 3);
    const [sibling, apart] = [await taskIn(project, top), await taskIn(project)];
    await ann.patch(`/tasks/${child?.id}`, { status: 'in_progress' });
    expect((await ann.delete(`/tasks/${top?.id}`)).status).toBe(200);
    for (const task of [top, child, grandchild, sibling])
      expect((await ann.get(`/tasks/${task?.id}`)).status).toBe(404);
    const deleted = await app.database.query<{ id: number }>(
      `SELECT subject_id AS id FROM events WHERE type = 'task.deleted' AND (data ->> 'projectId')::bigint = $1 ORDER BY 1`,
      [project.id],
    );
    expect(deleted.map(({ id }) => id)).toEqual([top?.id, child?.id, grandchild?.id, sibling.id]);
    await app.idle();
    expect((await ann.get(`/projects/${project.id}`)).body.data).toMatchObject({
      stats: { todo: 1, in_progress: 0, done: 0 },
    });
    expect((await ann.get(`/tasks/${apart.id}`)).status).toBe(200);
  });

  test('SPEC-023.12: at the same time as tasks come below it leaves none behind', async () => {
    const project = await make.project(ann);
    for (let round = 0; round < 10; round++) {
      const [top, loose] = [await taskIn(project), await taskIn(project)];
      const [deleted, made, moved, changed] = await Promise.all([
        ann.delete(`/tasks/${top.id}`),
        beside.as(ann).post(`/projects/${project.id}/tasks`, { title: 'Late', parent_id: top.id }),
        under(loose, top, beside.as(ann)),
        ann.patch(`/tasks/${loose.id}`, { status: 'in_progress' }),
      ]);
      expect(deleted.status).toBe(200);
      expect([201, 422]).toContain(made.status);
      expect([200, 404, 422]).toContain(moved.status);
      expect([200, 404]).toContain(changed.status);
    }
    await app.idle();
    await beside.idle();
    const [counted] = await app.database.query<Record<string, number>>(
      `SELECT count(*) FILTER (WHERE status = 'todo') AS todo, count(*) FILTER (WHERE status = 'in_progress') AS in_progress,
       0 AS done FROM tasks WHERE project_id = $1`,
      [project.id],
    );
    expect((await ann.get(`/projects/${project.id}`)).body.data).toMatchObject({ stats: counted });
  });
});
