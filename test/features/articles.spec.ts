import { startApp, type TestApp } from '../support/app.js';
import { make } from '../support/make.js';
import { outcome } from '../support/outcome.js';
import type { Person } from '../support/people.js';

let app: TestApp;
let editor: Person;
let reader: Person;
let admin: Person;

beforeAll(async () => {
  app = await startApp();
  [editor, reader] = await Promise.all([app.person('Ed', ['editor']), app.person('Rea')]);
  admin = await app.admin();
});

afterAll(() => app.stop());

async function seen(path: string): Promise<Record<string, unknown>> {
  return (await reader.get(path)).body.data;
}

async function newArticle(): Promise<string> {
  return `/articles/${(await make.article(editor)).id}`;
}

async function articleCount(): Promise<number> {
  const [row] = await app.database.query<{ count: number }>('SELECT count(*) FROM articles');
  return row?.count ?? 0;
}

test('SPEC-006.1: editors write articles, in their own name', async () => {
  const { status, body, headers } = await editor.post('/articles', { title: ' On compost ', body: ' It takes time.' });
  expect([status, headers.etag]).toEqual([201, '"1"']);
  expect(body.data).toEqual({
    id: expect.any(Number),
    title: 'On compost',
    body: ' It takes time.',
    author: { id: editor.id, display_name: 'Ed', kind: 'person' },
    version: 1,
    created_at: expect.stringMatching(/Z$/),
    updated_at: expect.stringMatching(/Z$/),
  });
});

test('SPEC-006.2: everybody with a role reads them, whoever wrote them', async () => {
  const [path, other] = [await newArticle(), `/articles/${(await make.article(admin)).id}`];
  const viewer = await app.person('Vi', ['viewer']);
  for (const person of [reader, viewer]) {
    for (const article of [path, other]) expect((await person.get(article)).status).toBe(200);
    const { items } = (await person.get('/articles?limit=100')).body.data as { items: { id: number }[] };
    const ids = items.map(({ id }) => id);
    expect(ids).toHaveLength(await articleCount());
    expect(ids).toEqual([...ids].sort((a, b) => a - b));
  }
  const nobody = await app.person('No', []);
  expect(outcome(await nobody.get(path))).toEqual([403, 'forbidden']);
});

test('SPEC-006.3: not everybody writes', async () => {
  const before = await articleCount();
  expect(outcome(await reader.post('/articles', { title: 'Mine', body: 'Too' }))).toEqual([403, 'forbidden']);
  expect(await articleCount()).toBe(before);
});

test('SPEC-006.4: editors change any article, and its author stays', async () => {
  const path = await newArticle();
  const colleague = await app.person('Col', ['editor']);
  const before = await seen(path);
  const { status, body } = await colleague.patch(path, { title: 'On worms' });
  expect(status).toBe(200);
  expect(body.data).toEqual({ ...before, title: 'On worms', version: 2, updated_at: expect.any(String) });
  expect((await colleague.patch(path, { body: 'They help.' })).body.data).toMatchObject({ version: 3 });
  expect((await colleague.patch(path, { title: 'On worms' })).body.data).toMatchObject({ version: 3 });
  expect(outcome(await reader.patch(path, { title: 'Mine' }))).toEqual([403, 'forbidden']);
  expect(await seen(path)).toMatchObject({ title: 'On worms', body: 'They help.', author: { id: editor.id } });
});

test('SPEC-006.5: deleting takes a permission of its own', async () => {
  const path = await newArticle();
  expect(outcome(await editor.delete(path))).toEqual([403, 'forbidden']);
  const answer = await admin.delete(path);
  expect([answer.status, answer.body.data]).toEqual([200, null]);
  expect(outcome(await reader.get(path))).toEqual([404, 'not_found']);
});

test('SPEC-006.6: what is the article’s own can’t be sent', async () => {
  const path = await newArticle();
  const [before, count] = [await seen(path), await articleCount()];
  for (const [field, value] of Object.entries({ id: 7, author: { id: 1 }, author_id: reader.id, version: 7 })) {
    for (const answer of [
      await editor.post('/articles', { title: 'On', body: 'On', [field]: value }),
      await editor.patch(path, { title: 'On', [field]: value }),
    ]) {
      expect([...outcome(answer), answer.body.error?.details[0]?.field]).toEqual([422, 'validation_failed', field]);
    }
  }
  expect([await seen(path), await articleCount()]).toEqual([before, count]);
});

test.each([
  ['an empty title', 'title', ''],
  ['a blank title', 'title', '   '],
  ['a title of 201 characters', 'title', 'x'.repeat(201)],
  ['no title', 'title', null],
  ['a body of 20,001 characters', 'body', 'x'.repeat(20_001)],
  ['no body', 'body', null],
])('SPEC-006.7: an article is bounded: %s is refused', async (_, field, value) => {
  const path = await newArticle();
  const before = await seen(path);
  for (const answer of [
    await editor.post('/articles', { title: 'On', body: 'On', [field]: value }),
    await editor.patch(path, { [field]: value }),
  ]) {
    expect([...outcome(answer), answer.body.error?.details[0]?.field]).toEqual([422, 'validation_failed', field]);
  }
  expect(await seen(path)).toEqual(before);
});

test('SPEC-006.8: articles outlive their author', async () => {
  const author = await app.person('Al', ['editor']);
  const path = `/articles/${(await make.article(author)).id}`;
  await admin.delete(`/users/${author.id}`);
  const answer = await reader.get(path);
  expect(answer.body.data).toMatchObject({ title: 'On compost', author: null, version: 2 });
  expect((await editor.patch(path, { title: 'Adopted' })).status).toBe(200);
});
