import { startApp, type TestApp } from '../support/app.js';
import { make } from '../support/make.js';
import { outcome } from '../support/outcome.js';
import type { Person } from '../support/people.js';

let app: TestApp;
let ann: Person;
let bob: Person;
let eve: Person;
let admin: Person;

beforeAll(async () => {
  app = await startApp();
  [ann, bob, eve] = await Promise.all([app.person('Ann'), app.person('Bob'), app.person('Eve')]);
  admin = await app.admin();
});

afterAll(() => app.stop());

/** A task of Ann's, assigned to Bob. */
async function taskForBob(): Promise<{ id: number; path: string }> {
  const { id } = await make.task(ann, await make.project(ann), { assignee_id: bob.id });
  return { id, path: `/tasks/${id}/comments` };
}

async function commentsOn(path: string): Promise<{ id: number; body: string }[]> {
  const { body } = await ann.get(path);
  return (body.data as { items: { id: number; body: string }[] }).items;
}

describe('Writing a comment', () => {
  test('SPEC-005.1: the owner and the assignee do, in their own name', async () => {
    const { id, path } = await taskForBob();
    for (const person of [ann, bob, admin]) {
      const { status, body } = await person.post(path, { body: '  As it was\nsent 🌱 ' });
      expect(status).toBe(201);
      expect(body.data).toEqual({
        id: expect.any(Number),
        task_id: id,
        author: { id: person.id, display_name: person.name, kind: 'person' },
        body: '  As it was\nsent 🌱 ',
        mentions: [],
        version: 1,
        created_at: expect.stringMatching(/Z$/),
        edited_at: null,
      });
    }
  });

  test('SPEC-005.2: strangers neither write nor read', async () => {
    const { path } = await taskForBob();
    await ann.post(path, { body: 'Between us' });
    expect(outcome(await eve.post(path, { body: 'Me too' }))).toEqual([403, 'forbidden']);
    expect(outcome(await eve.get(path))).toEqual([403, 'forbidden']);
    expect(await commentsOn(path)).toHaveLength(1);
    for (const person of [ann, eve]) {
      expect(outcome(await person.get('/tasks/999999999/comments'))).toEqual([404, 'not_found']);
      expect(outcome(await person.post('/tasks/999999999/comments', { body: 'Hello?' }))).toEqual([404, 'not_found']);
    }
  });

  test('SPEC-005.4: it has a body of at most 20,000 characters', async () => {
    const { path } = await taskForBob();
    for (const body of [undefined, null, 5, ['words'], 'x'.repeat(20_001)]) {
      const answer = await bob.post(path, { body });
      expect([...outcome(answer), answer.body.error?.details[0]?.field]).toEqual([422, 'validation_failed', 'body']);
    }
    expect(await commentsOn(path)).toEqual([]);
    expect((await bob.post(path, { body: '🌱'.repeat(20_000) })).status).toBe(201);
  });

  test('SPEC-005.5: its author and its task aren’t chosen', async () => {
    const { id, path } = await taskForBob();
    for (const [field, value] of Object.entries({ author: { id: ann.id }, author_id: ann.id, task_id: id, id: 7 })) {
      const answer = await bob.post(path, { body: 'Not me', [field]: value });
      expect([...outcome(answer), answer.body.error?.details[0]?.field]).toEqual([422, 'validation_failed', field]);
    }
    expect(await commentsOn(path)).toEqual([]);
  });
});

describe('Reading comments', () => {
  test('SPEC-005.3: they come in order, those of this task only, page by page', async () => {
    const [{ path }, other] = [await taskForBob(), await taskForBob()];
    for (const word of ['one', 'two', 'three']) {
      await bob.post(path, { body: word });
      await bob.post(other.path, { body: 'elsewhere' });
    }
    const items = await commentsOn(path);
    expect(items.map(({ body }) => body)).toEqual(['one', 'two', 'three']);
    expect(items.map(({ id }) => id)).toEqual([...items.map(({ id }) => id)].sort((a, b) => a - b));

    const first = (await bob.get(`${path}?limit=2`)).body.data as { items: object[]; next_cursor: string };
    expect(first).toMatchObject({ items: [{ body: 'one' }, { body: 'two' }], has_more: true });
    const second = await bob.get(`${path}?limit=2&cursor=${first.next_cursor}`);
    expect(second.body.data).toMatchObject({ items: [{ body: 'three' }], has_more: false, next_cursor: null });
    expect(outcome(await bob.get(`${other.path}?cursor=${first.next_cursor}`))).toEqual([400, 'invalid_cursor']);
  });
});

describe('Deleting a comment', () => {
  test('SPEC-005.6: its author does, assigned to the task or no longer', async () => {
    const { id, path } = await taskForBob();
    const [first, second] = [await make.comment(bob, { id }), await make.comment(bob, { id })];
    const answer = await bob.delete(`/comments/${first.id}`);
    expect([answer.status, answer.body.data]).toEqual([200, null]);
    await ann.patch(`/tasks/${id}`, { assignee_id: null });
    expect((await bob.delete(`/comments/${second.id}`)).status).toBe(200);
    expect(await commentsOn(path)).toEqual([]);
    expect(outcome(await bob.delete(`/comments/${second.id}`))).toEqual([404, 'not_found']);
  });

  test('SPEC-005.7: nobody deletes another’s words, but those who see to everything', async () => {
    const { id, path } = await taskForBob();
    const comment = await make.comment(bob, { id });
    for (const person of [ann, eve]) {
      expect(outcome(await person.delete(`/comments/${comment.id}`))).toEqual([403, 'forbidden']);
    }
    expect(await commentsOn(path)).toHaveLength(1);
    expect((await admin.delete(`/comments/${comment.id}`)).status).toBe(200);
    expect(await commentsOn(path)).toEqual([]);
  });
});

describe('In an archived project', () => {
  test('SPEC-005.8: comments stay, and are read as ever', async () => {
    const project = await make.project(ann);
    const task = await make.task(ann, project, { assignee_id: bob.id });
    const comment = await make.comment(bob, task);
    await ann.patch(`/projects/${project.id}`, { status: 'archived' });
    const path = `/tasks/${task.id}/comments`;
    expect(outcome(await bob.post(path, { body: 'Too late' }))).toEqual([409, 'project_archived']);
    expect(outcome(await bob.patch(`/comments/${comment.id}`, { body: 'Too late' }))).toEqual([
      409,
      'project_archived',
    ]);
    expect(outcome(await bob.delete(`/comments/${comment.id}`))).toEqual([409, 'project_archived']);
    expect(outcome(await admin.delete(`/comments/${comment.id}`))).toEqual([409, 'project_archived']);
    expect((await bob.get(path)).body.data).toMatchObject({ items: [{ id: comment.id, body: 'Well said' }] });
  });
});

test('SPEC-005.9: words outlive their author', async () => {
  const { id, path } = await taskForBob();
  const cy = await app.person('Cy');
  await ann.patch(`/tasks/${id}`, { assignee_id: cy.id });
  const comment = await make.comment(cy, { id }, 'I was here');
  await admin.delete(`/users/${cy.id}`);
  expect(await commentsOn(path)).toMatchObject([{ id: comment.id, author: null, body: 'I was here' }]);
  expect(outcome(await ann.delete(`/comments/${comment.id}`))).toEqual([403, 'forbidden']);
});
