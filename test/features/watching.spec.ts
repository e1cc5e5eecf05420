import { startApp, type TestApp } from '../support/app.js';
import { beforeDelivery } from '../support/courier.js';
import { make } from '../support/make.js';
import { join } from '../support/members.js';
import { outcome } from '../support/outcome.js';
import type { Person } from '../support/people.js';

let app: TestApp;
let olga: Person;
let ann: Person;
let ben: Person;
let vic: Person;
let admin: Person;
let project: { id: number };
let task: { id: number };

beforeAll(async () => {
  app = await startApp();
  admin = await app.admin();
});

beforeEach(async () => {
  [olga, ann, ben, vic] = await Promise.all([
    app.person('Olga'),
    app.person('Ann'),
    app.person('Ben'),
    app.person('Vic'),
  ]);
  project = await make.project(olga);
  await join(app, project, ann, 'editor');
  await join(app, project, ben, 'commenter');
  await join(app, project, vic, 'viewer');
  task = await make.task(olga, project);
});

afterAll(() => app.stop());

const watch = (person: Person) => person.post(`/tasks/${task.id}/watch`);
const unwatch = (person: Person) => person.delete(`/tasks/${task.id}/watch`);

async function watchers(): Promise<string[]> {
  const { items } = (await olga.get(`/tasks/${task.id}/watchers`)).body.data as { items: { display_name: string }[] };
  return items.map(({ display_name }) => display_name);
}

/** What a person was told, oldest first. */
async function told({ id }: Person): Promise<string[]> {
  await app.idle();
  const text = 'SELECT type FROM notifications WHERE user_id = $1 ORDER BY seq';
  return (await app.database.query<{ type: string }>(text, [id])).map(({ type }) => type);
}

const say = (person: Person, fields: object = {}) =>
  person.post(`/tasks/${task.id}/comments`, { body: 'Well said', ...fields });

describe('Watching', () => {
  test('SPEC-022.1: begins and ends, and once is enough', async () => {
    for (const act of [watch, watch, unwatch, unwatch, watch]) {
      const { status, body } = await act(vic);
      expect([status, body.data]).toEqual([200, null]);
    }
    expect(await watchers()).toEqual(['Vic']);
    const { items } = (await admin.get(`/audit/events?user_id=${vic.id}`)).body.data as { items: { type: string }[] };
    expect(items.map(({ type }) => type)).toEqual(['task.watched', 'task.unwatched', 'task.watched']);
  });

  test('SPEC-022.1: at the same time is watching once', async () => {
    const answers = await Promise.all(Array.from({ length: 5 }, () => watch(vic)));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
    expect(await watchers()).toEqual(['Vic']);
  });

  test('SPEC-022.2: is listed by id, page by page, for those who may read the task', async () => {
    const stranger = await app.person('Sam');
    await olga.patch(`/tasks/${task.id}`, { assignee_id: stranger.id });
    for (const person of [vic, stranger, ann, admin]) await watch(person);
    const people = [vic, stranger, ann, admin].sort((one, other) => one.id - other.id);
    const shown = people.map(({ id, name }) => ({ id, display_name: name, kind: 'person' }));
    const first = (await stranger.get(`/tasks/${task.id}/watchers?limit=3`)).body.data as { next_cursor: string };
    expect(first).toMatchObject({ items: shown.slice(0, 3), has_more: true });
    const second = await stranger.get(`/tasks/${task.id}/watchers?limit=3&cursor=${first.next_cursor}`);
    expect(second.body.data).toEqual({ items: shown.slice(3), has_more: false, next_cursor: null });

    await olga.patch(`/tasks/${task.id}`, { assignee_id: null });
    for (const ask of [watch, unwatch, (one: Person) => one.get(`/tasks/${task.id}/watchers`)])
      expect(outcome(await ask(stranger))).toEqual([403, 'forbidden']);
    expect(outcome(await vic.post('/tasks/999999999/watch'))).toEqual([404, 'not_found']);
  });

  test('SPEC-022.2: of those who may no longer read the task is not shown', async () => {
    const stranger = await app.person('Sam');
    await olga.patch(`/tasks/${task.id}`, { assignee_id: stranger.id });
    for (const person of [stranger, ben, vic]) await watch(person);
    await olga.patch(`/tasks/${task.id}`, { assignee_id: null });
    await ben.delete(`/projects/${project.id}/members/${ben.id}`);
    expect(await watchers()).toEqual(['Vic']);
  });

  test('SPEC-022.3: is possible in an archived project', async () => {
    await olga.patch(`/projects/${project.id}`, { status: 'archived' });
    expect((await watch(vic)).status).toBe(200);
    expect(await watchers()).toEqual(['Vic']);
    expect((await unwatch(vic)).status).toBe(200);
    expect(await watchers()).toEqual([]);
  });

  test('SPEC-022.4: begins with a comment and with a mention', async () => {
    await say(ben, { mention_ids: [vic.id] });
    expect((await watchers()).sort()).toEqual(['Ben', 'Vic']);
  });

  test('SPEC-022.4: that was ended begins again with the next comment or mention', async () => {
    const comment = (await say(ben, { mention_ids: [vic.id] })).body.data as { id: number };
    for (const person of [ben, vic]) await unwatch(person);
    await ben.patch(`/comments/${comment.id}`, { body: 'Other words' });
    expect(await watchers()).toEqual([]);
    await ben.patch(`/comments/${comment.id}`, { mention_ids: [vic.id, ann.id] });
    expect(await watchers()).toEqual(['Ann']);
    await say(ben, { mention_ids: [vic.id] });
    expect((await watchers()).sort()).toEqual(['Ann', 'Ben', 'Vic']);
  });

  test('SPEC-022.9: is a filter of lists', async () => {
    const other = await make.task(olga, project, { title: 'Other' });
    const elsewhere = await make.task(olga, await make.project(olga), { assignee_id: vic.id });
    await watch(vic);
    await vic.post(`/tasks/${elsewhere.id}/watch`);
    const ids = async (person: Person, path: string) =>
      ((await person.get(path)).body.data as { items: { id: number }[] }).items.map(({ id }) => id);
    expect(await ids(vic, '/tasks?watching=true')).toEqual([task.id, elsewhere.id]);
    expect(await ids(vic, '/tasks?watching=false')).toEqual([other.id]);
    expect(await ids(vic, '/tasks?watching=true&assignee_id=me')).toEqual([elsewhere.id]);
    expect(await ids(vic, `/projects/${project.id}/tasks?watching=true`)).toEqual([task.id]);
    expect(await ids(vic, `/projects/${project.id}/tasks?watching=false&status=todo`)).toEqual([other.id]);
    expect(await ids(ben, '/tasks?watching=true')).toEqual([]);
    expect(outcome(await vic.get('/tasks?watching=yes'))).toEqual([422, 'validation_failed']);
  });
});

describe('Who hears', () => {
  test('SPEC-022.6: watchers do of comments and of the status, once each, and not of their own deeds', async () => {
    await olga.patch(`/tasks/${task.id}`, { assignee_id: ann.id });
    for (const person of [olga, ann, vic]) await watch(person);
    await say(ben);
    await ann.patch(`/tasks/${task.id}`, { status: 'in_progress' });
    expect(await told(olga)).toEqual(['comment_added', 'status_changed']);
    expect(await told(ann)).toEqual(['task_assigned', 'comment_added']);
    expect(await told(ben)).toEqual(['status_changed']);
    expect(await told(vic)).toEqual(['comment_added', 'status_changed']);
  });

  test('SPEC-022.6: whoever watches no longer does not', async () => {
    await watch(vic);
    await unwatch(vic);
    await say(ben);
    expect(await told(vic)).toEqual([]);
  });

  test('SPEC-022.5: a mentioned person hears of the mention instead of the comment', async () => {
    await olga.patch(`/tasks/${task.id}`, { assignee_id: ann.id });
    const comment = (await say(ben, { mention_ids: [ann.id, vic.id, ben.id] })).body.data as { id: number };
    expect(await told(ann)).toEqual(['task_assigned', 'mentioned']);
    expect(await told(vic)).toEqual(['mentioned']);
    expect(await told(ben)).toEqual([]);
    expect(await told(olga)).toEqual(['comment_added']);
    const { items } = (await vic.get('/notifications?limit=1')).body.data as { items: object[] };
    const data = { task_id: task.id, project_id: project.id, comment_id: comment.id, author: 'Ben' };
    expect(items).toMatchObject([{ type: 'mentioned', data }]);
  });

  test('SPEC-022.5: a mention reaches somebody who has stopped watching meanwhile', async () => {
    await beforeDelivery(app, async () => {
      await say(ben, { mention_ids: [vic.id] });
      await unwatch(vic);
    });
    expect(await told(vic)).toEqual(['mentioned']);
  });

  test('SPEC-022.7: nobody does who may no longer read the task', async () => {
    await watch(vic);
    await beforeDelivery(app, async () => {
      await say(ben, { mention_ids: [ann.id] });
      await ben.patch(`/tasks/${task.id}`, {});
      await olga.patch(`/tasks/${task.id}`, { status: 'in_progress' });
      for (const person of [vic, ann]) await olga.delete(`/projects/${project.id}/members/${person.id}`);
    });
    expect([await told(vic), await told(ann)]).toEqual([[], []]);
    expect(await told(olga)).toEqual(['comment_added']);
  });

  test('SPEC-022.8: of an edit only those do who are newly mentioned', async () => {
    const comment = (await say(ben, { mention_ids: [vic.id] })).body.data as { id: number };
    // Whoever watches when the comment is told hears of it: an edit before that would make Ann one of them.
    await app.idle();
    await ben.patch(`/comments/${comment.id}`, { body: 'Other words' });
    await ben.patch(`/comments/${comment.id}`, { mention_ids: [vic.id, ann.id] });
    expect(await told(vic)).toEqual(['mentioned']);
    expect(await told(ann)).toEqual(['mentioned']);
    expect(await told(olga)).toEqual(['comment_added']);
  });

  test('SPEC-022.8: a mention that was taken back before it was told is none', async () => {
    await beforeDelivery(app, async () => {
      const comment = (await say(ben)).body.data as { id: number };
      await ben.patch(`/comments/${comment.id}`, { mention_ids: [vic.id] });
      await ben.patch(`/comments/${comment.id}`, { mention_ids: [] });
    });
    expect(await told(vic)).not.toContain('mentioned');
  });
});
