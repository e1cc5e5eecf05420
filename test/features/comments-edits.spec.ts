import { startApp, type TestApp } from '../support/app.js';
import { make } from '../support/make.js';
import { join } from '../support/members.js';
import { outcome } from '../support/outcome.js';
import type { Person } from '../support/people.js';
import { statementsOf } from '../support/statements.js';

interface Comment {
  id: number;
  body: string;
  version: number;
  edited_at: string | null;
  mentions: { id: number; display_name: string; kind: string }[];
}

let app: TestApp;
let ann: Person;
let bob: Person;
let eve: Person;
let admin: Person;
let project: { id: number };
let task: { id: number };

beforeAll(async () => {
  app = await startApp();
  [ann, bob, eve] = await Promise.all([app.person('Ann'), app.person('Bob'), app.person('Eve')]);
  admin = await app.admin();
});

beforeEach(async () => {
  project = await make.project(ann);
  await join(app, project, bob, 'commenter');
  task = await make.task(ann, project);
});

afterAll(() => app.stop());

async function written(by: Person, fields: object): Promise<Comment> {
  const { status, body } = await by.post(`/tasks/${task.id}/comments`, { body: 'Before noon', ...fields });
  expect(status).toBe(201);
  return body.data;
}

const shown = ({ id, name }: Person) => ({ id, display_name: name, kind: 'person' });
const places = ({ body }: { body: { error: { details: { field: string; code: string }[] } | null } }) =>
  body.error?.details.map(({ field, code }) => `${field} ${code}`);

async function listed(): Promise<Comment[]> {
  return ((await ann.get(`/tasks/${task.id}/comments`)).body.data as { items: Comment[] }).items;
}

describe('Mentions', () => {
  test('SPEC-005.10: are people who may read the task, in the order in which they were named', async () => {
    const cy = await app.person('Cy');
    await ann.patch(`/tasks/${task.id}`, { assignee_id: cy.id });
    const comment = await written(ann, { mention_ids: [cy.id, admin.id, bob.id, ann.id] });
    expect(comment.mentions).toEqual([cy, admin, bob, ann].map(shown));
    expect(await listed()).toEqual([comment]);
  });

  test('SPEC-005.10: of anybody else are refused, by their places', async () => {
    const disabled = await app.person('Dan');
    await join(app, project, disabled, 'viewer');
    await admin.patch(`/users/${disabled.id}`, { is_active: false });
    const sent = { body: 'Who?', mention_ids: [bob.id, eve.id, 999_999_999, disabled.id] };
    const answer = await ann.post(`/tasks/${task.id}/comments`, sent);
    expect(outcome(answer)).toEqual([422, 'validation_failed']);
    expect(places(answer)).toEqual(['mention_ids[1] unknown', 'mention_ids[2] unknown', 'mention_ids[3] unknown']);
    expect(await listed()).toEqual([]);
  });

  test('SPEC-005.10: are a list of at most 50 different ids', async () => {
    const wrong = [
      null,
      bob.id,
      [String(bob.id)],
      [bob.id, bob.id],
      [0],
      Array.from({ length: 51 }, (_, at) => at + 1),
    ];
    for (const mention_ids of wrong) {
      const answer = await ann.post(`/tasks/${task.id}/comments`, { body: 'Who?', mention_ids });
      expect([...outcome(answer), answer.body.error?.details[0]?.field]).toEqual([
        422,
        'validation_failed',
        'mention_ids',
      ]);
    }
    expect(await listed()).toEqual([]);
  });

  test('SPEC-005.10: of somebody whose account is gone are not shown', async () => {
    const cy = await app.person('Cy');
    await join(app, project, cy, 'viewer');
    await written(ann, { mention_ids: [cy.id, bob.id] });
    expect((await admin.delete(`/users/${cy.id}`)).status).toBe(200);
    expect((await listed()).map(({ mentions }) => mentions)).toEqual([[shown(bob)]]);
  });

  test('SPEC-005.15: of a whole page are read by one statement', async () => {
    for (const mention_ids of [[], [ann.id], [ann.id, bob.id]]) await written(bob, { mention_ids });
    await bob.get(`/tasks/${task.id}/comments`);
    const asked = await statementsOf(app, () => bob.get(`/tasks/${task.id}/comments`));
    expect(asked.filter(({ text }) => text.includes('FROM comments'))).toHaveLength(1);
    expect(asked).toHaveLength(2);
  });
});

describe('Editing', () => {
  test('SPEC-005.11: changes what is sent, counts it and says when', async () => {
    const comment = await written(bob, {});
    const { status, body, headers } = await bob.patch(`/comments/${comment.id}`, { body: 'After noon' });
    expect([status, headers.etag]).toEqual([200, '"2"']);
    const edited = { ...comment, body: 'After noon', version: 2, edited_at: expect.stringMatching(/Z$/) as string };
    expect(body.data).toEqual(edited);
    const again = await bob.patch(`/comments/${comment.id}`, { mention_ids: [ann.id] });
    expect(again.body.data).toMatchObject({ body: 'After noon', mentions: [shown(ann)], version: 3 });
    expect(await listed()).toEqual([again.body.data]);
  });

  test('SPEC-005.11: with nothing new changes nothing', async () => {
    const comment = await written(bob, { mention_ids: [ann.id, bob.id] });
    for (const patch of [{}, { body: comment.body }, { mention_ids: [bob.id, ann.id] }]) {
      const { status, body } = await bob.patch(`/comments/${comment.id}`, patch);
      expect([status, body.data]).toEqual([200, comment]);
    }
    for (const patch of [{ body: null }, { mention_ids: null }, { author: 1 }, { body: 'x'.repeat(20_001) }])
      expect(outcome(await bob.patch(`/comments/${comment.id}`, patch))).toEqual([422, 'validation_failed']);
  });

  test('SPEC-005.11: keeps whoever was mentioned before, and asks only of the others', async () => {
    const cy = await app.person('Cy');
    await join(app, project, cy, 'viewer');
    const comment = await written(bob, { mention_ids: [cy.id] });
    expect((await ann.delete(`/projects/${project.id}/members/${cy.id}`)).status).toBe(200);
    const kept = await bob.patch(`/comments/${comment.id}`, { mention_ids: [cy.id, ann.id] });
    expect(kept.body.data).toMatchObject({ mentions: [shown(cy), shown(ann)] });
    const refused = await bob.patch(`/comments/${comment.id}`, { mention_ids: [cy.id, ann.id, eve.id] });
    expect(places(refused)).toEqual(['mention_ids[2] unknown']);
  });

  test('SPEC-005.12: is nobody’s but the author’s, also of those who see to everything', async () => {
    const comment = await written(bob, {});
    for (const person of [ann, eve, admin])
      expect(outcome(await person.patch(`/comments/${comment.id}`, { body: 'Mine' }))).toEqual([403, 'forbidden']);
    expect(outcome(await bob.patch('/comments/999999999', { body: 'Mine' }))).toEqual([404, 'not_found']);
    expect(await listed()).toEqual([comment]);
  });

  test('SPEC-005.13: of two with one If-Match exactly one succeeds', async () => {
    const comment = await written(bob, {});
    const answers = await Promise.all(
      ['One', 'Two', 'Three'].map((body) => bob.patch(`/comments/${comment.id}`, { body }, { 'If-Match': '"1"' })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 412, 412]);
    const late = await bob.delete(`/comments/${comment.id}`, undefined, { 'If-Match': '"1"' });
    expect([...outcome(late), late.body.data]).toEqual([412, 'precondition_failed', (await listed())[0]]);
    expect((await bob.delete(`/comments/${comment.id}`, undefined, { 'If-Match': '"2"' })).status).toBe(200);
  });

  test('SPEC-005.13: without it, edits at the same time keep each other’s fields', async () => {
    const comment = await written(bob, {});
    const patches = [{ body: 'New words' }, { mention_ids: [ann.id] }];
    const answers = await Promise.all(patches.map((patch) => bob.patch(`/comments/${comment.id}`, patch)));
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    expect(await listed()).toMatchObject([{ body: 'New words', mentions: [shown(ann)], version: 3 }]);
  });

  test('SPEC-005.14: is recorded with the old and the new values', async () => {
    const comment = await written(bob, { mention_ids: [ann.id] });
    await bob.patch(`/comments/${comment.id}`, { body: 'After noon', mention_ids: [] });
    await bob.patch(`/comments/${comment.id}`, { body: 'After noon' });
    const { items } = (await admin.get('/audit/events?type=comment.edited')).body.data as { items: object[] };
    expect(items.slice(0, 1)).toMatchObject([
      {
        subject: { type: 'comment', id: comment.id },
        data: {
          task_id: task.id,
          changes: {
            body: { old: 'Before noon', new: 'After noon' },
            mention_ids: { old: [ann.id], new: [] },
          },
        },
      },
    ]);
    expect(items.filter((one) => (one as { subject: { id: number } }).subject.id === comment.id)).toHaveLength(1);
  });

  test('SPEC-005.16: names nobody new once the author may no longer read the task', async () => {
    const comment = await written(bob, {});
    await ann.delete(`/projects/${project.id}/members/${bob.id}`);
    expect((await bob.patch(`/comments/${comment.id}`, { body: 'Farewell' })).status).toBe(200);
    const answer = await bob.patch(`/comments/${comment.id}`, { mention_ids: [ann.id] });
    expect(places(answer)).toEqual(['mention_ids[0] unknown']);
  });
});
