import { startApp, startBeside, type TestApp } from '../support/app.js';
import { make, type MadeProject, type MadeTask } from '../support/make.js';
import { join } from '../support/members.js';
import { outcome } from '../support/outcome.js';
import type { Person } from '../support/people.js';

let app: TestApp;
let beside: TestApp;
let ann: Person;
let bob: Person;

beforeAll(async () => {
  app = await startApp();
  beside = await startBeside(app);
  [ann, bob] = [await app.person('Ann'), await app.person('Bob')];
});

afterAll(async () => {
  await beside.stop();
  await app.stop();
});

type Task = MadeTask & { parent_id: number | null; title: string; position: string; project_id: number };

const two = async (): Promise<[MadeProject, MadeProject]> => [await make.project(ann), await make.project(ann)];

const move = (task: { id: number }, body: object, person = ann) => person.post(`/tasks/${task.id}/move`, body);

const read = async (name: number | string) => (await ann.get(`/tasks/${name}`)).body.data as Task;

async function statsOf({ id }: { id: number }): Promise<object> {
  return ((await ann.get(`/projects/${id}`)).body.data as { stats: object }).stats;
}

async function idsIn({ id }: { id: number }): Promise<number[]> {
  const { items } = (await ann.get(`/projects/${id}/tasks?limit=100`)).body.data as { items: Task[] };
  return items.sort((a, b) => Buffer.compare(Buffer.from(a.position), Buffer.from(b.position))).map((task) => task.id);
}

/** What the history says that the newest move has changed. */
async function moveOf({ id }: { id: number }): Promise<object> {
  const { items } = (await ann.get(`/tasks/${id}/history`)).body.data as { items: { type: string; changes: object }[] };
  return items.find(({ type }) => type === 'task.moved')?.changes ?? {};
}

describe('A move to another project', () => {
  test('SPEC-023.7: gives the task a new number and ref, and the old ref still finds it', async () => {
    const [from, to] = await two();
    await make.task(ann, to);
    const task = await make.task(ann, from, { assignee_id: bob.id });
    await make.comment(bob, task);
    const answer = await move(task, { project_id: to.id, status: 'in_progress' });
    expect(answer.status).toBe(200);
    const now = { id: task.id, project_id: to.id, number: 2, ref: `${to.key}-2`, status: 'in_progress', version: 2 };
    expect(answer.body.data).toMatchObject({ ...now, assignee: { id: bob.id } });
    for (const name of [task.id, task.ref, task.ref.toLowerCase(), `${to.key}-2`])
      expect(await read(name)).toMatchObject(now);
    expect((await bob.get(`/tasks/${task.ref}/comments`)).body.data).toMatchObject({ items: [{ task_id: task.id }] });
    expect(await idsIn(from)).toEqual([]);
    expect((await idsIn(to)).at(-1)).toBe(task.id);
    expect(await make.task(ann, from)).toMatchObject({ number: 2 });
    await app.idle();
    expect(await statsOf(from)).toEqual({ todo: 1, in_progress: 0, done: 0 });
    expect(await statsOf(to)).toEqual({ todo: 1, in_progress: 1, done: 0 });
  });

  test('SPEC-023.7: and back again gives it a third ref, and every one of them finds it', async () => {
    const [from, to] = await two();
    const task = await make.task(ann, from);
    await move(task, { project_id: to.id });
    const back = (await move(task, { project_id: from.id })).body.data as Task;
    expect(back).toMatchObject({ ref: `${from.key}-2`, version: 3 });
    for (const ref of [task.ref, `${to.key}-1`, back.ref]) expect(await read(ref)).toMatchObject({ id: task.id });
    await ann.delete(`/projects/${to.id}?permanently=true`);
    expect(outcome(await ann.get(`/tasks/${to.key}-1`))).toEqual([404, 'not_found']);
    expect(await read(task.ref)).toMatchObject({ id: task.id });
  });

  test('SPEC-023.14: keeps the labels that are there by name, and the history says which went', async () => {
    const [from, to] = await two();
    const label = (project: MadeProject, name: string) => make.label(ann, project, { name });
    const [urgent, wet, away] = [await label(from, 'urgent'), await label(from, 'Wet'), await label(from, 'away')];
    const [there, wetThere] = [await label(to, 'URGENT'), await label(to, 'wet')];
    const task = await make.task(ann, from, { label_ids: [urgent.id, away.id, wet.id] });
    const below = await make.task(ann, from, { parent_id: task.id, label_ids: [away.id] });
    const bare = await make.task(ann, from, { parent_id: task.id });
    const { body } = await move(task, { project_id: to.id, to: 'first' });
    const labels = [{ id: there.id, name: 'URGENT' }, { id: wetThere.id }];
    expect(body.data).toMatchObject({
      labels: expect.arrayContaining(labels.map((one) => expect.objectContaining(one))),
    });
    expect((body.data as { labels: object[] }).labels).toHaveLength(2);
    expect(await moveOf(task)).toMatchObject({
      label_ids: { old: [urgent.id, wet.id, away.id], new: [there.id, wetThere.id] },
    });
    expect(await moveOf(below)).toMatchObject({ label_ids: { old: [away.id], new: [] } });
    expect(await moveOf(bare)).not.toHaveProperty('label_ids');
  });

  test('SPEC-023.7: puts it at the place that was asked for there', async () => {
    const [from, to] = await two();
    const [first, last] = [await make.task(ann, to), await make.task(ann, to)];
    const tasks = await Promise.all(Array.from({ length: 4 }, () => make.task(ann, from)));
    const [a, b, c, d] = tasks as [MadeTask, MadeTask, MadeTask, MadeTask];
    expect(outcome(await move(a, { project_id: to.id, before_id: b.id }))).toEqual([422, 'validation_failed']);
    await move(a, { project_id: to.id, before_id: last.id });
    await move(b, { project_id: to.id, after_id: first.id });
    await move(c, { project_id: to.id, to: 'first' });
    await move(d, { project_id: to.id, to: 'last' });
    expect(await idsIn(to)).toEqual([c.id, first.id, b.id, a.id, last.id, d.id]);
    expect(outcome(await move(a, { before_id: 999_999 }))).toEqual([422, 'validation_failed']);
  });

  test('SPEC-023.7: to the project in which it is already is a move within it', async () => {
    const [project] = await two();
    const [task, other] = [await make.task(ann, project), await make.task(ann, project)];
    const answer = await move(task, { project_id: project.id });
    expect(answer.body.data).toMatchObject({ ref: task.ref, version: 2 });
    expect(await idsIn(project)).toEqual([other.id, task.id]);
  });

  test('SPEC-023.8: takes everything below it along, with new refs, and the counts of both projects follow', async () => {
    const [from, to] = await two();
    await make.task(ann, to);
    const top = await make.task(ann, from);
    const root = await make.task(ann, from, { parent_id: top.id });
    const child = await make.task(ann, from, { parent_id: root.id });
    const grandchild = await make.task(ann, from, { parent_id: child.id });
    await ann.patch(`/tasks/${child.id}`, { status: 'in_progress' });
    const answer = await move(root, { project_id: to.id, to: 'first' });
    expect(answer.body.data).toMatchObject({ parent_id: null, ref: `${to.key}-2` });
    expect(await read(child.ref)).toMatchObject({
      id: child.id,
      parent_id: root.id,
      ref: `${to.key}-3`,
      project_id: to.id,
    });
    expect(await read(grandchild.ref)).toMatchObject({ parent_id: child.id, ref: `${to.key}-4`, project_id: to.id });
    expect(await idsIn(from)).toEqual([top.id]);
    expect((await idsIn(to)).slice(2)).toEqual([child.id, grandchild.id]);
    await app.idle();
    expect(await statsOf(from)).toEqual({ todo: 1, in_progress: 0, done: 0 });
    expect(await statsOf(to)).toEqual({ todo: 3, in_progress: 1, done: 0 });
    const events = await app.database.query<{ id: number; changes: object; former: number }>(
      `SELECT subject_id AS id, data -> 'changes' AS changes, (data ->> 'formerProjectId')::bigint AS former FROM events
       WHERE type = 'task.moved' AND (data ->> 'projectId')::bigint = $1 ORDER BY id`,
      [to.id],
    );
    expect(events.map(({ id, former }) => [id, former])).toEqual(
      [root, child, grandchild].map(({ id }) => [id, from.id]),
    );
    expect(events[0]?.changes).toMatchObject({
      project_id: { old: from.id, new: to.id },
      ref: { old: root.ref, new: `${to.key}-2` },
      parent_id: { old: top.id, new: null },
    });
    expect(await make.task(ann, to)).toMatchObject({ number: 5 });
  });

  test('SPEC-023.8: to the end puts the task behind its subtasks', async () => {
    const [from, to] = await two();
    const root = await make.task(ann, from);
    const child = await make.task(ann, from, { parent_id: root.id });
    await move(root, { project_id: to.id });
    expect(await idsIn(to)).toEqual([child.id, root.id]);
  });

  test('SPEC-023.9: needs an editor of the other project, too', async () => {
    const [from] = await two();
    const task = await make.task(ann, from);
    const theirs = await make.project(bob);
    const nothing = await move(task, { project_id: 999_999_999 });
    expect(outcome(nothing)).toEqual([422, 'validation_failed']);
    const hidden = await move(task, { project_id: theirs.id });
    expect([hidden.status, hidden.body.error]).toEqual([422, nothing.body.error]);
    await join(app, theirs, ann, 'commenter');
    const refused = await move(task, { project_id: theirs.id });
    expect(outcome(refused)).toEqual([403, 'forbidden']);
    expect(refused.body.error?.details).toMatchObject([{ field: 'project', code: 'editor' }]);
    await join(app, theirs, ann, 'editor');
    await bob.patch(`/projects/${theirs.id}`, { status: 'archived' });
    expect(outcome(await move(task, { project_id: theirs.id }))).toEqual([409, 'project_archived']);
    await bob.patch(`/projects/${theirs.id}`, { status: 'active' });
    expect(await read(task.id)).toMatchObject({ version: 1, ref: task.ref });
    expect((await move(task, { project_id: theirs.id })).status).toBe(200);
  });

  test('SPEC-023.9: by somebody who manages all projects needs no role', async () => {
    const [from, to] = await two();
    const task = await make.task(ann, from);
    const admin = await app.admin();
    expect((await move(task, { project_id: to.id }, admin)).body.data).toMatchObject({ project_id: to.id });
    expect(outcome(await move(task, { project_id: 999_999_999 }, admin))).toEqual([422, 'validation_failed']);
  });
});

describe('Moves between projects at the same time', () => {
  test('SPEC-023.7: in both directions, beside new tasks and changes, lose nothing', async () => {
    const [one, other] = await two();
    const make4 = (project: MadeProject) => Promise.all(Array.from({ length: 4 }, () => make.task(ann, project)));
    const [here, there] = [await make4(one), await make4(other)];
    const children = await Promise.all(
      [...here, ...there].map((task, at) => make.task(ann, at < 4 ? one : other, { parent_id: task.id })),
    );
    const acts = [...here, ...there].flatMap((task, at) => {
      const [person, besides] = [(at % 2 ? beside : app).as(ann), (at % 2 ? app : beside).as(ann)];
      return [
        move(task, { project_id: at < 4 ? other.id : one.id }, person),
        besides.patch(`/tasks/${children[at]?.id}`, { status: 'in_progress' }),
        besides.post(`/projects/${at % 3 ? one.id : other.id}/tasks`, { title: 'New' }),
        besides.post(`/tasks/${children[at]?.id}/comments`, { body: 'Where are we going?' }),
      ];
    });
    const answers = await Promise.all(acts);
    expect(answers.filter(({ status }) => status >= 300).map(outcome)).toEqual([]);
    for (const [at, task] of [...here, ...there].entries()) {
      const project = at < 4 ? other : one;
      expect(await read(task.ref)).toMatchObject({ id: task.id, project_id: project.id });
      expect(await read(children[at]?.id as number)).toMatchObject({ parent_id: task.id, project_id: project.id });
    }
    await app.idle();
    await beside.idle();
    for (const project of [one, other]) {
      const [counted] = await app.database.query<Record<string, number>>(
        `SELECT count(*) FILTER (WHERE status = 'todo') AS todo, count(*) FILTER (WHERE status = 'in_progress') AS in_progress,
         count(*) FILTER (WHERE status = 'done') AS done FROM tasks WHERE project_id = $1`,
        [project.id],
      );
      expect(await statsOf(project)).toEqual(counted);
    }
  });

  test('SPEC-023.7: and archiving: it is there before, or it stays where it is', async () => {
    for (let round = 0; round < 8; round++) {
      const [from, to] = await two();
      const task = await make.task(ann, from);
      const [moved, archived] = await Promise.all([
        move(task, { project_id: to.id }),
        beside.as(ann).patch(`/projects/${to.id}`, { status: 'archived' }),
      ]);
      expect(archived.status).toBe(200);
      expect([200, 409]).toContain(moved.status);
      expect((await read(task.id)).project_id).toBe(moved.status === 200 ? to.id : from.id);
    }
  });
});
