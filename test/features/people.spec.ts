import { startApp, type TestApp } from '../support/app.js';
import { make } from '../support/make.js';
import { join } from '../support/members.js';
import type { Person } from '../support/people.js';

let app: TestApp;
let admin: Person;
let olga: Person;
let project: { id: number };

beforeAll(async () => {
  app = await startApp();
  admin = await app.admin();
});

beforeEach(async () => {
  olga = await app.person('Olga');
  project = await make.project(olga);
});

afterAll(() => app.stop());

interface Page {
  items: { id: number; display_name: string }[];
  next_cursor: string | null;
  has_more: boolean;
}

async function people(reader: Person, query: Record<string, string> = {}): Promise<Page> {
  const { status, body } = await reader.get(`/people?${new URLSearchParams(query).toString()}`);
  expect(status).toBe(200);
  return body.data;
}

const names = async (reader: Person, query: string) =>
  (await people(reader, { query })).items.map(({ display_name }) => display_name);

/** Somebody new who is in the project. */
const member = async (name: string) => join(app, project, await app.person(name), 'viewer');

test('SPEC-018.17: people see themselves and whom they share a project with, once, by id', async () => {
  const [ben, cy, stranger] = [await member('Ben'), await member('Cy'), await app.person('Sam')];
  const second = await make.project(cy);
  await join(app, second, olga, 'viewer');
  const all = [olga, ben, cy].map(({ id, name }) => ({ id, display_name: name, kind: 'person' }));
  expect(await people(olga)).toEqual({ items: all, next_cursor: null, has_more: false });
  expect(await people(ben)).toMatchObject({ items: all });
  expect((await people(stranger)).items).toEqual([{ id: stranger.id, display_name: 'Sam', kind: 'person' }]);
  await olga.delete(`/projects/${project.id}/members/${ben.id}`);
  expect((await people(ben)).items).toEqual([{ id: ben.id, display_name: 'Ben', kind: 'person' }]);
  expect((await people(olga)).items).toEqual([all[0], all[2]]);
});

test('SPEC-018.17: pages hold everybody once, with and without a query', async () => {
  const ids = [olga.id];
  for (let nth = 0; nth < 6; nth++) ids.push((await member(`Nina ${nth}`)).id);
  for (const [reader, query, expected] of [
    [olga, {}, ids],
    [olga, { query: 'nin' }, ids.slice(1)],
    [admin, { query: 'nina' }, ids.slice(1)],
  ] as const) {
    const found: number[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const page: Page = await people(reader, { limit: '2', ...query, ...(cursor && { cursor }) });
      expect(page.items.length).toBeLessThanOrEqual(2);
      found.push(...page.items.map(({ id }) => id));
      cursor = page.next_cursor;
    }
    expect(found).toEqual(expected);
  }
});

test('SPEC-018.17: everybody is there for who may read users, and nobody sees who is disabled', async () => {
  const [ben, stranger] = [await member('Zed Ben'), await app.person('Zed Stranger')];
  expect(await names(olga, 'zed')).toEqual(['Zed Ben']);
  expect(await names(admin, 'zed')).toEqual(['Zed Ben', 'Zed Stranger']);
  for (const { id } of [ben, stranger]) await admin.patch(`/users/${id}`, { is_active: false });
  expect([await names(olga, 'zed'), await names(admin, 'zed')]).toEqual([[], []]);
  expect((await people(olga)).items).toHaveLength(1);
});

test('SPEC-018.18: names are found by the beginnings of their words, without case and accents', async () => {
  for (const name of ['Márta Loukas', 'Jürgen Groß', 'Łukasz O’Brien-Ørsted', 'Борис Ёлкин', 'ﬁona 2nd', 'Āryā 王小明'])
    await member(name);
  const found: [string, string[]][] = [
    ['mar', ['Márta Loukas']],
    ['LOU mÁr', ['Márta Loukas']],
    ['arta', []],
    ['mar jur', []],
    ['jurgen GROSS', ['Jürgen Groß']],
    ['lukasz', ['Łukasz O’Brien-Ørsted']],
    ['brien', ['Łukasz O’Brien-Ørsted']],
    ["o'brien, orst", ['Łukasz O’Brien-Ørsted']],
    ['бор', ['Борис Ёлкин']],
    ['елк', ['Борис Ёлкин']],
    ['fiona 2', ['ﬁona 2nd']],
    ['arya 王', ['Āryā 王小明']],
  ];
  for (const reader of [olga, admin])
    for (const [query, names_] of found) expect([query, await names(reader, query)]).toEqual([query, names_]);
});

test('SPEC-018.18: whatever is asked for is no fault, and finds nobody it shouldn’t', async () => {
  await member('Percy & Sons');
  const odd = [
    "'",
    '\\',
    '%',
    '!',
    ':*',
    "' | 'qq",
    '&',
    '()',
    "x' & !'",
    '--',
    '\u0301',
    '\u{1f331}',
    'ﷺ'.repeat(200),
  ];
  for (const reader of [olga, admin]) {
    for (const query of odd) expect([query, await names(reader, query)]).toEqual([query, []]);
    expect(await names(reader, 'percy & son')).toEqual(['Percy & Sons']);
  }
  await olga.patch('/users/me', { display_name: 'ﷺ'.repeat(200) });
  expect(await names(olga, 'ﷺ')).toEqual(['ﷺ'.repeat(200)]);
  for (const query of ['', 'x'.repeat(201)])
    expect((await olga.get(`/people?query=${query}`)).body.error?.code).toBe('validation_failed');
});
