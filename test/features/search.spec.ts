import { plainWords } from '../../src/features/search/search-words.js';
import { startApp, type TestApp } from '../support/app.js';
import { make, type MadeTask } from '../support/make.js';
import { join } from '../support/members.js';
import type { Person } from '../support/people.js';
import { named, pageOf, search, titles } from '../support/search.js';

let app: TestApp;
let ann: Person;
let ben: Person;
let admin: Person;
let project: { id: number };

beforeAll(async () => {
  app = await startApp();
  admin = await app.admin();
});

beforeEach(async () => {
  [ann, ben] = [await app.person('Ann'), await app.person('Ben')];
  project = await make.project(ann, { name: 'Allotment' });
});

afterAll(() => app.stop());

const task = (title: string, description: string | null = null) => make.task(ann, project, { title, description });

describe('A search', () => {
  test('SPEC-021.1: finds what has all words, or words that begin with them', async () => {
    const watering = await task('Water the tulips', 'Before noon');
    await task('Cut the hedge');
    for (const query of ['water', 'tulips', 'tul', 'tul wat', 'noon tulips', 'w t']) {
      expect(named(await search(ann, query, '&type=task'))).toEqual([`task ${watering.id}`]);
    }
    for (const query of ['ulips', 'water hedge', 'waters']) expect(await search(ann, query)).toEqual([]);
  });

  test('SPEC-021.1: finds tasks, comments, articles and projects, all of them or some', async () => {
    const greenhouse = await make.project(ann, { name: 'Greenhouse', description: 'With quinces' });
    const quinces = await make.task(ann, greenhouse, { title: 'Pick the quinces' });
    const comment = await make.comment(ann, quinces, 'Quinces are ripe');
    const article = await make.article(admin, { title: 'On quinces', body: 'They keep.' });
    const hits = await search(ann, 'quinces');
    expect(new Set(hits)).toEqual(
      new Set([
        {
          type: 'project',
          id: greenhouse.id,
          title: 'Greenhouse',
          excerpt: 'With quinces',
          ...within(greenhouse, null),
        },
        {
          type: 'task',
          id: quinces.id,
          title: 'Pick the quinces',
          excerpt: 'Pick the quinces',
          ...within(greenhouse, quinces),
        },
        {
          type: 'comment',
          id: comment.id,
          title: 'Pick the quinces',
          excerpt: 'Quinces are ripe',
          ...within(greenhouse, quinces),
        },
        { type: 'article', id: article.id, title: 'On quinces', excerpt: 'On quinces', ...within(null, null) },
      ]),
    );
    expect(named(await search(ann, 'quinces', '&type=article,comment'))).toEqual([
      `article ${article.id}`,
      `comment ${comment.id}`,
    ]);
  });

  test.each([
    ['Crème brûlée', 'creme BRULEE'],
    ['creme brulee', 'Crème Brûl'],
    ['Cafe\u0301 garni', 'café'],
    ['ПРИВЕТ, мир', 'привет'],
    ['Straße in Łódź', 'STRASSE lodz'],
    ['Smørrebrød', 'smorrebrod'],
    ['Ένας κήπος', 'κηπο'],
    ['日本語の庭', '日本'],
    ['日本語の庭', '庭'],
    ['Ｆｕｌｌ width', 'full'],
  ])('SPEC-021.2: finds "%s" by "%s"', async (title, query) => {
    const { id } = await task(title);
    expect(named(await search(ann, query, '&type=task'))).toEqual([`task ${id}`]);
  });

  test('SPEC-021.8: without a word finds nothing; operators and quotes mean nothing', async () => {
    const { id } = await task("Don't panic & carry on (or not)");
    for (const query of [' ', '   ', '&', ':*', '🚀'.repeat(200), '!!!', "'", '\\', '\u200B']) {
      expect(await pageOf(ann, query)).toEqual({ items: [], next_cursor: null, has_more: false });
    }
    for (const query of ["don't panic", '"panic" & (carry | not)', "carry' on:*", 'panic \\ <-> carry', '!carry']) {
      expect(named(await search(ann, query))).toEqual([`task ${id}`]);
    }
    expect(await search(ann, 'ann or 1=1; --')).toEqual([]);
  });

  test.each([
    ['query=', 'query', 'too_short'],
    ['type=task', 'query', 'required'],
    [`query=${'a'.repeat(201)}`, 'query', 'too_long'],
    ['query=a%00b', 'query', 'format'],
    ['query=a&type=task,person', 'type', 'unknown'],
    ['query=a&query=b', 'query', 'type'],
    ['query=a&order=id', 'order', 'unknown_field'],
  ])('SPEC-021.8: refuses %s', async (asked, field, code) => {
    const { status, body } = await ann.get(`/search?${asked}`);
    expect([status, body.error?.code]).toEqual([422, 'validation_failed']);
    expect(body.error?.details).toEqual([expect.objectContaining({ field, code })]);
  });

  test('SPEC-021.8: takes long words, and many of them', async () => {
    const { id } = await task(
      'Long',
      `${'x'.repeat(5_000)} ${'a b c d e f g h i j k l m n o p q r s t u v w '.repeat(4)}`,
    );
    for (const query of ['x'.repeat(200), 'x'.repeat(70), 'a b c d e f g h i j k l m n o p q r s t u v w'])
      expect(named(await search(ann, query))).toEqual([`task ${id}`]);
    expect(await search(ann, 'a b c d e f g h i j k l m n o p q r s t u v w z')).toEqual([]);
  });
});

function within(of: { id: number } | null, its: { id: number } | null) {
  return { project_id: of?.id ?? null, task_id: its?.id ?? null };
}

describe('Readers', () => {
  test('SPEC-021.2: the database reads plain words as they are', async () => {
    for (const query of ['dig', 'i', '0', 'p1', 'w'.repeat(64), 'dig up 12 holes']) {
      const [read] = await app.database.query<{ text: string }>('SELECT search_text($1) AS text', [query]);
      expect([plainWords(query), read]).toEqual([query.split(' '), { text: query }]);
    }
    for (const query of ['Dig', 'dïg', 'dig  up', ' dig', 'dig ', 'dig-up', 'w'.repeat(65), ''])
      expect([query, plainWords(query)]).toEqual([query, null]);
  });

  test('SPEC-021.3: find what is in their projects, and nothing else', async () => {
    const secret = await task('Marzipan');
    await make.comment(ann, secret, 'Marzipan, yes');
    expect(await search(ben, 'marzipan')).toEqual([]);
    expect(await search(ben, 'allotment')).toEqual([]);
    await join(app, project, ben, 'viewer');
    expect((await search(ben, 'marzipan')).map(({ type }) => type)).toEqual(['task', 'comment']);
    expect((await search(ben, 'allotment')).map(({ id }) => id)).toEqual([project.id]);
    await ann.delete(`/projects/${project.id}/members/${ben.id}`);
    expect(await search(ben, 'marzipan')).toEqual([]);
    expect((await search(admin, 'marzipan')).map(({ type }) => type)).toEqual(['task', 'comment']);
  });

  test('SPEC-021.3: find tasks in projects of others that are assigned to them, and comments on those', async () => {
    const shared = await make.task(ann, project, { title: 'Nougat', assignee_id: ben.id });
    const comment = await make.comment(ann, shared, 'Nougat for Ben');
    await make.comment(ann, await task('Nougat for all'), 'Nougat again');
    expect(named(await search(ben, 'nougat'))).toEqual([`task ${shared.id}`, `comment ${comment.id}`]);
    await ann.patch(`/tasks/${shared.id}`, { assignee_id: null });
    expect(await search(ben, 'nougat')).toEqual([]);
  });

  test('SPEC-021.3: find no type whose permission they lack', async () => {
    const eve = await app.person('Eve', []);
    await make.article(admin, { title: 'Pralines' });
    expect(await search(eve, 'pralines')).toEqual([]);
    expect(await search(ben, 'pralines')).toHaveLength(1);
  });
});

describe('A ref', () => {
  const key = () => `S${project.id}`;
  let first: MadeTask;

  beforeEach(async () => {
    await ann.patch(`/projects/${project.id}`, { key: key() });
    first = await task('Sow', 'Early');
    await task(`After ${key()}-1 comes this`);
  });

  test('SPEC-021.4: finds its task first, in any case, and what speaks of it after it', async () => {
    for (const ref of [`${key()}-1`, `${key().toLowerCase()}-1`, ` ${key()}-1 `]) {
      expect(await titles(ann, ref)).toEqual(['Sow', `After ${key()}-1 comes this`]);
    }
    expect((await search(ann, `${key()}-1`))[0]).toMatchObject({ id: first.id, excerpt: 'Early' });
    expect(await search(ben, `${key()}-1`)).toEqual([]);
    expect(await search(ann, `${key()}-999999999`)).toEqual([]);
  });

  test('SPEC-021.4: finds it by a former key, and once where its own words match, too', async () => {
    await ann.patch(`/tasks/${first.id}`, { title: `Sow ${key()}-1` });
    await ann.patch(`/projects/${project.id}`, { key: `N${project.id}` });
    expect(await titles(ann, `${key()}-1`)).toEqual([`Sow ${key()}-1`, `After ${key()}-1 comes this`]);
    expect(await titles(ann, `n${project.id}-1`)).toEqual([`Sow ${key()}-1`]);
    expect(await titles(ann, `${key()}-1`, '&type=project,comment')).toEqual([]);
  });

  test('SPEC-021.4: finds it by the ref that it had before it moved, for whoever reads the other project', async () => {
    await join(app, project, ben, 'viewer');
    const { id } = await make.project(ann);
    expect((await ann.post(`/tasks/${first.id}/move`, { to: 'last', project_id: id })).status).toBe(200);
    expect(await titles(ann, `${key()}-1`)).toEqual(['Sow', `After ${key()}-1 comes this`]);
    expect(await titles(ben, `${key()}-1`)).toEqual([`After ${key()}-1 comes this`]);
    await ann.delete(`/tasks/${first.id}`);
    expect(await titles(ann, `${key()}-1`)).toEqual([`After ${key()}-1 comes this`]);
  });
});

describe('The best hits', () => {
  test('SPEC-021.5: come first: in the title, then as beginnings there, then anywhere, then as beginnings', async () => {
    const [exact, older] = [await task('Rose'), await task('A rose')];
    const begins = await task('Rosemary');
    const inText = await task('Flower', 'A rose');
    const beginsInText = await task('Herb', 'Rosemary');
    const comment = await make.comment(ann, exact, 'The rose');
    const roses = await make.project(ann, { name: 'Rose' });
    expect(named(await search(ann, 'rose'))).toEqual([
      `project ${roses.id}`,
      `task ${older.id}`,
      `task ${exact.id}`,
      `task ${begins.id}`,
      `task ${inText.id}`,
      `comment ${comment.id}`,
      `task ${beginsInText.id}`,
    ]);
  });
});
