import { MoveService } from '../../src/features/moves/move.service.js';
import type { Task } from '../../src/features/tasks/task.entity.js';
import { TaskService } from '../../src/features/tasks/task.service.js';
import { Actor, Visitor } from '../../src/platform/request/actor.js';
import type { Permission } from '../../src/platform/request/permissions.js';
import { startApp, startBeside, type TestApp } from '../support/app.js';
import { type Ordered, orderOf as orderIn, row as rowOf, tasksOf as tasksIn } from '../support/order.js';
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

const row = (letters: string) => rowOf(ann, letters);
const tasksOf = (project: { id: number }) => tasksIn(ann, project);
const orderOf = (project: { id: number }) => orderIn(ann, project);
const move = (id: number | undefined, body: object, headers = {}) => ann.post(`/tasks/${id}/move`, body, headers);

describe('Moves at the same time', () => {
  test('SPEC-023.2: into one gap, on two instances, lose no task and give no position twice', async () => {
    const { tasks, ...project } = await row('abcdefghijklmnopqrst');
    const movers = Object.values(tasks).slice(2);
    const answers = await Promise.all(
      movers.map((id, nth) => (nth % 2 ? beside : app).as(ann).post(`/tasks/${id}/move`, { after_id: tasks.a })),
    );
    expect(answers.filter(({ status }) => status !== 200).map(outcome)).toEqual([]);
    const moved = await tasksOf(project);
    expect(new Set(moved.map(({ position }) => position)).size).toBe(20);
    expect(
      moved
        .map(({ title }) => title)
        .sort()
        .join(''),
    ).toBe('abcdefghijklmnopqrst');
    expect([moved[0]?.title, moved.at(-1)?.title]).toEqual(['a', 'b']);
  });

  test('SPEC-023.2: of everything to everywhere are all carried out, beside changes and deletions', async () => {
    const { tasks, ...project } = await row('abcdefghijkl');
    const ids = Object.values(tasks);
    const acts = Array.from({ length: 120 }, (_, nth) => {
      const person = (nth % 2 ? beside : app).as(ann);
      const [id, other] = [ids[nth % 11], ids[(nth * 7 + 3) % 11]];
      if (nth === 60) return person.delete(`/tasks/${tasks.l}`);
      if (nth % 5 === 0) return person.patch(`/tasks/${id}`, { title: `${nth}` });
      if (id === other) return person.post(`/tasks/${id}/move`, { to: nth % 4 ? 'first' : 'last' });
      return person.post(`/tasks/${id}/move`, nth % 3 ? { before_id: other } : { after_id: other });
    });
    const answers = await Promise.all(acts);
    expect(answers.filter(({ status }) => status !== 200).map(outcome)).toEqual([]);
    const moved = await tasksOf(project);
    expect(new Set(moved.map(({ position }) => position)).size).toBe(11);
  });
});

describe('Many moves into the same gap', () => {
  test('SPEC-023.4: keep positions short, and the order of all others', async () => {
    const { tasks, ...project } = await row('abxy');
    const set = `UPDATE tasks SET position = $2 WHERE id = $1`;
    await app.database.execute(set, [tasks.b, `80000001${'0'.repeat(45)}1`]);
    for (let nth = 0; nth < 50; nth++) {
      const [one, other] = nth % 2 ? [tasks.x, tasks.y] : [tasks.y, tasks.x];
      const answer = await move(one, nth < 2 ? { after_id: tasks.a } : { before_id: other });
      expect((answer.body.data as Ordered).position.length).toBeLessThanOrEqual(60);
    }
    expect(await orderOf(project)).toBe('axyb');
    const [respaced] = await app.database.query<{ ids: number[] }>(
      `SELECT data -> 'taskIds' AS ids FROM events WHERE type = 'tasks.respaced' AND subject_id = $1`,
      [project.id],
    );
    expect(respaced?.ids).toEqual(expect.arrayContaining([tasks.a, tasks.b]));
    for (const task of await tasksOf(project)) expect(task.position.length).toBeLessThanOrEqual(60);
  });

  test('SPEC-023.4: changes no version of the tasks that make room, but their ETag', async () => {
    const { tasks, ...project } = await row('abc');
    const digits = 'z'.repeat(51);
    const set = `UPDATE tasks SET position = $2 WHERE id = $1`;
    await app.database.execute(set, [tasks.a, `80000001${digits}V`]);
    await app.database.execute(set, [tasks.b, `80000001${digits}W`]);
    const before = await ann.get(`/tasks/${tasks.a}`);
    expect((await move(tasks.c, { after_id: tasks.a })).status).toBe(200);
    expect(await orderOf(project)).toBe('acb');
    const after = await ann.get(`/tasks/${tasks.a}`);
    expect(after.body.data).toMatchObject({ version: 1 });
    expect(after.headers.etag).not.toBe(before.headers.etag);
    for (const task of await tasksOf(project)) expect(task.position.length).toBeLessThanOrEqual(30);
  });
});

function actorFor({ id, sessionId }: Person): Actor {
  const permissions = new Set<Permission>(['read_task']);
  return new Actor(
    { userId: id, sessionId, permissions, passwordMustChange: false },
    new Visitor('::1', null, 'put-back'),
  );
}

test('SPEC-023.2: a task is put back where it was, or before the one that is there by now', async () => {
  const { tasks, ...project } = await row('abc');
  const [moves, find] = [app.get(MoveService), app.get(TaskService)];
  const [actor, { position }] = [actorFor(ann), (await tasksOf(project))[0] as Ordered];
  const putBack = async (id: number | undefined) => {
    return moves.putBack(actor, (await find.findReadable(actor, id ?? 0)) as Task, position);
  };
  await move(tasks.a, { to: 'last' });
  expect(await putBack(tasks.a)).toMatchObject({ position, version: 3 });
  expect(await orderOf(project)).toBe('abc');
  await putBack(tasks.c);
  expect(await orderOf(project)).toBe('cab');
});
