import { startApp, startBeside, type TestApp } from '../support/app.js';
import type { Answer } from '../support/client.js';
import type { MadeTask } from '../support/make.js';
import { join } from '../support/members.js';
import { outcome } from '../support/outcome.js';
import type { Person } from '../support/people.js';
import { relate as relateAs, relationsOf as relationsAs, type Seen, tasksOf } from '../support/relations.js';

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

type Id = { id: number };
const relate = (task: Id | undefined, type: string, other: Id | undefined, person = ann) =>
  relateAs(person, task, type, other);
const relationsOf = (task: Id | undefined, person = ann) => relationsAs(person, task);

const seen = ({ body }: Answer) => body.data as Seen;

describe('A relation', () => {
  test.each([
    ['blocks', 'blocked_by'],
    ['blocked_by', 'blocks'],
    ['relates_to', 'relates_to'],
    ['duplicates', 'duplicated_by'],
    ['duplicated_by', 'duplicates'],
  ])('SPEC-030.1: that is %s from one end is %s from the other', async (type, inverse) => {
    const [, one, other] = await tasksOf(ann, 2);
    for (const [task, related] of [
      [one, other],
      [other, one],
    ] as [MadeTask, MadeTask][]) {
      const answer = await relate(task, type, related);
      expect(answer.status).toBe(201);
      const { id } = seen(answer);
      const shown = ({ id: taskId, ref, title, status }: MadeTask & { title?: string; status?: string }) => {
        return { id: taskId, ref, title, status };
      };
      expect(answer.body.data).toEqual({ id, type, task: shown(related) });
      expect(await relationsOf(task)).toEqual([answer.body.data]);
      expect(await relationsOf(related)).toEqual([{ id, type: inverse, task: shown(task) }]);
      expect((await ann.delete(`/tasks/${task.id}/relations/${id}`)).status).toBe(200);
      expect(await relationsOf(related)).toEqual([]);
    }
  });

  test('SPEC-030.1: is recorded with both tasks and their projects', async () => {
    const [[here, one], [there, other]] = [await tasksOf(ann, 1), await tasksOf(ann, 1)];
    const { id } = seen(await relate(one, 'blocked_by', other));
    await ann.delete(`/tasks/${one?.id}/relations/${id}`);
    const events = await app.database.query(
      `SELECT type, data FROM events WHERE subject_type = 'relation' AND subject_id = $1 ORDER BY id`,
      [id],
    );
    const data = {
      relationId: id,
      type: 'blocks',
      taskId: other?.id,
      projectId: there.id,
      relatedTaskId: one?.id,
      relatedProjectId: here.id,
    };
    expect(events).toEqual([
      { type: 'relation.added', data },
      { type: 'relation.removed', data },
    ]);
  });

  test('SPEC-030.2: is for editors of the task in the path', async () => {
    const [project, one, other] = await tasksOf(ann, 2);
    const [vic, eve] = [await app.person('Vic'), await app.person('Eve')];
    await join(app, project, vic, 'commenter');
    await ann.patch(`/tasks/${one?.id}`, { assignee_id: eve.id });
    const { id } = seen(await relate(one, 'blocks', other));
    for (const person of [vic, eve]) {
      expect(outcome(await relate(one, 'relates_to', other, person))).toEqual([403, 'forbidden']);
      expect(outcome(await person.delete(`/tasks/${one?.id}/relations/${id}`))).toEqual([403, 'forbidden']);
    }
    expect(await relationsOf(one, vic)).toHaveLength(1);
    await ann.patch(`/projects/${project.id}`, { status: 'archived' });
    expect(outcome(await relate(one, 'relates_to', other))).toEqual([409, 'project_archived']);
    expect(outcome(await ann.delete(`/tasks/${one?.id}/relations/${id}`))).toEqual([409, 'project_archived']);
    expect(await relationsOf(other)).toHaveLength(1);
  });

  test('SPEC-030.3: is to another task that one reads', async () => {
    const [, task] = await tasksOf(ann, 1);
    const [theirs, hidden] = await tasksOf(bob, 1);
    const nothing = await relate(task, 'blocks', { id: 999_999_999 });
    expect(outcome(nothing)).toEqual([422, 'validation_failed']);
    const refused = await relate(task, 'blocks', hidden);
    expect([refused.status, refused.body.error]).toEqual([422, nothing.body.error]);
    expect(outcome(await relate(task, 'relates_to', task))).toEqual([422, 'validation_failed']);
    for (const body of [{}, { type: 'blocks' }, { task_id: task?.id }, { type: 'follows', task_id: 1 }]) {
      expect(outcome(await ann.post(`/tasks/${task?.id}/relations`, body))).toEqual([422, 'validation_failed']);
    }
    await bob.patch(`/tasks/${hidden?.id}`, { assignee_id: ann.id });
    expect((await relate(task, 'blocks', hidden)).status).toBe(201);
    await join(app, theirs, ann, 'viewer');
    expect((await relate(task, 'relates_to', hidden)).status).toBe(201);
    expect(outcome(await relate(hidden, 'relates_to', task))).toEqual([403, 'forbidden']);
  });

  test('SPEC-030.4: that there is already is answered, from either end and at the same moment', async () => {
    const [, one, other] = await tasksOf(ann, 2);
    const answers = await Promise.all(
      Array.from({ length: 12 }, (_, nth) => {
        const person = (nth % 2 ? beside : app).as(ann);
        return nth % 3 ? relate(one, 'blocks', other, person) : relate(other, 'blocked_by', one, person);
      }),
    );
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]));
    expect(new Set(answers.map((answer) => seen(answer).id)).size).toBe(1);
    const added = await app.database.query(`SELECT FROM events WHERE type = 'relation.added' AND subject_id = $1`, [
      seen(answers[0] as Answer).id,
    ]);
    expect(added).toHaveLength(1);
    expect((await relate(other, 'relates_to', one)).body.data).toMatchObject({
      id: seen(await relate(one, 'relates_to', other)).id,
    });
    expect(await relationsOf(one)).toHaveLength(2);
  });

  test('SPEC-030.5: to a task that the reader may not read is left out, and pages stay full', async () => {
    const [[project, task, ...mine], [theirs, ...hidden]] = [await tasksOf(ann, 7), await tasksOf(bob, 6)];
    await join(app, theirs, ann, 'editor');
    for (const [nth, other] of mine.entries()) {
      await relate(task, 'relates_to', hidden[nth]);
      await relate(task, 'relates_to', other);
    }
    const vic = await app.person('Vic');
    await join(app, project, vic, 'viewer');
    expect(await relationsOf(task)).toHaveLength(12);
    const walked: number[] = [];
    for (let path = `/tasks/${task?.id}/relations?limit=4`, more = true; more;) {
      const page = (await vic.get(path)).body.data as { items: Seen[]; next_cursor: string | null; has_more: boolean };
      expect(page.items).toHaveLength(page.has_more ? 4 : 2);
      walked.push(...page.items.map((one) => one.task.id));
      path = `/tasks/${task?.id}/relations?limit=4&cursor=${page.next_cursor}`;
      more = page.has_more;
    }
    expect(walked).toEqual(mine.map(({ id }) => id));
    await bob.patch(`/tasks/${hidden[0]?.id}`, { assignee_id: vic.id });
    expect(await relationsOf(task, vic)).toHaveLength(7);
    expect(await relationsOf(task, await app.admin())).toHaveLength(12);
  });

  test('SPEC-030.6: is removed from either end, and with its tasks', async () => {
    const [[, one, other, third], [theirs, hidden]] = [await tasksOf(ann, 3), await tasksOf(bob, 1)];
    const { id } = seen(await relate(one, 'blocks', other));
    expect(outcome(await ann.delete(`/tasks/${third?.id}/relations/${id}`))).toEqual([404, 'not_found']);
    for (const nothing of [999_999_999, 'x', 0]) {
      expect(outcome(await ann.delete(`/tasks/${one?.id}/relations/${nothing}`))).toEqual([404, 'not_found']);
    }
    expect((await ann.delete(`/tasks/${other?.id}/relations/${id}`)).body.data).toBeNull();
    expect(outcome(await ann.delete(`/tasks/${other?.id}/relations/${id}`))).toEqual([404, 'not_found']);
    await join(app, theirs, ann, 'viewer');
    const secret = seen(await relate(one, 'blocks', hidden)).id;
    await bob.delete(`/projects/${theirs.id}/members/${ann.id}`);
    expect(outcome(await ann.delete(`/tasks/${one?.id}/relations/${secret}`))).toEqual([404, 'not_found']);
    await relate(one, 'blocks', third);
    await ann.delete(`/tasks/${third?.id}`);
    expect(await relationsOf(one)).toEqual([]);
  });
});
