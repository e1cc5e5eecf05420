import { SearchRepository } from '../../src/features/search/search.repository.js';
import { WordSampleRepository } from '../../src/features/search/word-sample.repository.js';
import { startApp, type TestApp } from '../support/app.js';
import { make } from '../support/make.js';
import type { Person } from '../support/people.js';
import { named, pageOf, search } from '../support/search.js';

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

const SOME = 257;

const MANY = `
  INSERT INTO tasks (project_id, title, description)
  SELECT $1, CASE WHEN i % 3 = 0 THEN 'Zinnia ' ELSE 'Row ' END || i, CASE WHEN i % $2 = 0 THEN 'zinnias' END
  FROM generate_series(1, $3::int) i`;

async function walk(person: Person, query: string, limit: number, { isFull = true } = {}): Promise<string[]> {
  const seen: string[] = [];
  for (let cursor = ''; ;) {
    const { items, next_cursor, has_more } = await pageOf(person, query, `&limit=${limit}${cursor}`);
    seen.push(...named(items));
    expect(has_more).toBe(next_cursor !== null);
    if (next_cursor === null) return seen;
    if (isFull) expect(items).toHaveLength(limit);
    cursor = `&cursor=${next_cursor}`;
  }
}

describe('Pages', () => {
  test.each([
    ['a member', () => ann, 100],
    ['a member, a little at a time', () => ann, 7],
    ['whoever sees all', () => admin, 30],
  ])('SPEC-021.6: of a common word have each hit once for %s', async (_, reader, limit) => {
    await app.database.execute(MANY, [project.id, 1, SOME]);
    const word = `w${project.id}`;
    await app.database.execute(
      `INSERT INTO comments (task_id, body) SELECT id, 'Zinnia ${word}' FROM tasks WHERE project_id = $1`,
      [project.id],
    );
    await app.database.execute(`UPDATE tasks SET description = 'zinnias ${word}' WHERE project_id = $1`, [project.id]);
    const seen = await walk(reader(), `zinn ${word}`, limit);
    expect(new Set(seen).size).toBe(2 * SOME);
    expect(seen).toHaveLength(2 * SOME);
  });

  test.each([
    ['a member', () => ann],
    ['whoever sees all', () => admin],
  ])('SPEC-021.6: of a word that is scattered among many rows have each hit once for %s', async (_, reader) => {
    const count = 3_000;
    await app.database.execute(
      `INSERT INTO tasks (project_id, title)
       SELECT $1, CASE WHEN i % 30 = 0 OR i < 200 THEN 'Dahlia d$1 ' ELSE 'Row ' END || i FROM generate_series(1, $2::int) i`.replaceAll(
        'd$1',
        `d${project.id}`,
      ),
      [project.id, count],
    );
    const expected = 100 + 199 - 6;
    const seen = await walk(reader(), `d${project.id}`, 20);
    expect(new Set(seen).size).toBe(expected);
    expect(seen).toHaveLength(expected);
  });

  test.each([
    ['a member', () => ann],
    ['whoever sees all', () => admin],
  ])(
    'SPEC-021.5, SPEC-021.6: of a word at any distance have each hit once, the newest first, for %s',
    async (_, reader) => {
      const lasts = await app.database.query<{ word: string; ids: string[] }>(
        `WITH made AS (
        INSERT INTO tasks (project_id, title)
        SELECT $1::bigint, concat_ws(' ', CASE WHEN i < 300 THEN 'old' || $1::text END, (
          SELECT string_agg('in' || distance || 'p' || $1::text, ' ') FROM unnest(ARRAY[2, 40, 150, 400]) distance
          WHERE i % distance = 0
        ), i) FROM generate_series(1, 6000) i RETURNING id, title
      ), words AS (SELECT id, regexp_split_to_table(title, ' ') AS word FROM made)
      SELECT word, array_agg(id::text ORDER BY id DESC) AS ids FROM words WHERE word ~ '^(in|old)' GROUP BY word`,
        [project.id],
      );
      expect(lasts.map(({ ids }) => ids.length).sort((a, b) => a - b)).toEqual([15, 40, 150, 299, 3000]);
      for (const { word, ids } of lasts) {
        const seen = await walk(reader(), word, 100);
        expect({ word, seen }).toEqual({ word, seen: ids.map((id) => `task ${id}`) });
        expect({ word, one: await walk(reader(), `${word} ${word}`, 100) }).toEqual({ word, one: seen });
      }
    },
  );

  test.each([
    ['a member', () => ann],
    ['whoever sees all', () => admin],
  ])('SPEC-021.12: are full although newer hits are in the trash, for %s', async (_, reader) => {
    const word = `endive${project.id}`;
    const titles = Array.from({ length: 12 }, (_none, nth) => ({ title: `${word} ${nth}` }));
    const { items } = (await ann.post(`/projects/${project.id}/tasks/bulk`, { tasks: titles })).body.data as {
      items: { id: number }[];
    };
    const ids = items.map(({ id }) => id);
    expect((await ann.post('/tasks/bulk', { ids: ids.slice(4), delete: true })).status).toBe(200);
    const first = await pageOf(reader(), word, '&limit=3');
    expect([named(first.items), first.has_more]).toEqual([[3, 2, 1].map((nth) => `task ${ids[nth]}`), true]);
    const rest = await pageOf(reader(), word, `&limit=3&cursor=${first.next_cursor}`);
    expect([named(rest.items), rest.has_more]).toEqual([[`task ${ids[0]}`], false]);
    await ann.post(`/tasks/${ids[11]}/restore`);
    expect(named(await search(reader(), word, '&limit=1'))).toEqual([`task ${ids[11]}`]);
  });

  test('SPEC-021.12: go on behind many hundreds of hits that are in the trash', async () => {
    const word = `salsify${project.id}`;
    await app.database.execute(
      `INSERT INTO tasks (project_id, title) SELECT $1, $2 || ' ' || i FROM generate_series(1, 900) i`,
      [project.id, word],
    );
    // All but the oldest.
    await app.database.execute(
      `UPDATE all_tasks SET deleted_at = now() WHERE project_id = $1 AND id > (SELECT min(id) FROM tasks WHERE project_id = $1)`,
      [project.id],
    );
    for (const reader of [ann, admin]) expect(await walk(reader, word, 20, { isFull: false })).toHaveLength(1);
  });

  test('SPEC-021.6: are bound to their search', async () => {
    await app.database.execute(MANY, [project.id, 1, 30]);
    const { next_cursor } = await pageOf(ann, 'zinn');
    for (const other of ['query=zin', 'query=zinn&type=task']) {
      expect((await ann.get(`/search?${other}&cursor=${next_cursor}`)).status).toBe(400);
    }
  });
});

describe('What changes', () => {
  test('SPEC-021.9: is found by its new words, and not by its old ones', async () => {
    const peas = await task('Peas', 'Green');
    const comment = await make.comment(ann, peas, 'Peas again');
    const article = await make.article(admin, { title: 'On peas' });
    await ann.patch(`/tasks/${peas.id}`, { title: 'Beans', description: null });
    await ann.patch(`/projects/${project.id}`, { name: 'Bean yard' });
    await admin.patch(`/articles/${article.id}`, { body: 'Beanstalks' });
    expect(named(await search(ann, 'peas'))).toEqual([`article ${article.id}`, `comment ${comment.id}`]);
    expect(await search(ann, 'green')).toEqual([]);
    expect(new Set(named(await search(ann, 'bean')))).toEqual(
      new Set([`task ${peas.id}`, `project ${project.id}`, `article ${article.id}`]),
    );
    await ann.delete(`/tasks/${peas.id}`);
    await admin.delete(`/articles/${article.id}`);
    expect(named(await search(ann, 'bean'))).toEqual([`project ${project.id}`]);
    expect(await search(ann, 'peas')).toEqual([]);
    await ann.delete(`/projects/${project.id}`);
    expect(await search(ann, 'bean')).toEqual([]);
  });

  test('SPEC-021.9: goes with a task into another project', async () => {
    const other = await make.project(ben, { name: 'Orchard' });
    const plum = await task('Plum', 'Blue');
    const comment = await make.comment(ann, plum, 'Plum jam');
    await app.database.execute('UPDATE tasks SET project_id = $2, number = 1 WHERE id = $1', [plum.id, other.id]);
    expect(named(await search(ben, 'plum'))).toEqual([`task ${plum.id}`, `comment ${comment.id}`]);
    expect(await search(ann, 'plum')).toEqual([]);
  });
});

describe('A word that has gone out of use', () => {
  test('SPEC-021.10: is no rare one because the newest rows do not have it', async () => {
    const rows = `INSERT INTO articles (title, body) SELECT $1 || ' ' || i, '' FROM generate_series(1, $2::int) i`;
    await app.database.execute(rows, ['Mulch', 600]);
    await app.database.execute(rows, ['Straw', 150]);
    const reader = { id: admin.id, can: () => true, projectIds: null };
    const entries = new SearchRepository(app.database, new WordSampleRepository(app.database));
    const { words, telling } = await entries.read('mulch 577', ['article'], reader);
    expect({ words, telling }).toEqual({ words: ['mulch', '577'], telling: ['577'] });
    expect((await search(ann, 'mulch 577')).map(({ title }) => title)).toEqual(['Mulch 577']);
  });
});
