import { type TestApp, startApp } from '../support/app.js';
import type { Answer } from '../support/client.js';
import { make } from '../support/make.js';
import type { Person } from '../support/people.js';

let app: TestApp;
let ann: Person;

beforeAll(async () => {
  app = await startApp();
  ann = await app.person('Ann');
});

afterAll(() => app.stop());

const etagOf = ({ headers }: Answer): string => headers.etag ?? '';
const statuses = (answers: Answer[]): number[] => answers.map(({ status }) => status).sort();

/** As nginx, Apache and others send the tag of an answer that they have compressed. */
const PROXIES: ((etag: string) => string)[] = [
  (etag) => `W/${etag}`,
  (etag) => etag.replace(/"$/, '-gzip"'),
  (etag) => etag.replace(/"$/, '--gzip"'),
  (etag) => etag.replace(/"$/, ';gzip"'),
  (etag) => `W/${etag.replace(/"$/, '-br"')}`,
];

async function newTask(): Promise<string> {
  const { id } = await make.task(ann, await make.project(ann));
  return `/tasks/${id}`;
}

describe('A row with a version', () => {
  test('SPEC-008.1, SPEC-008.2: has an ETag that is the same until something changes', async () => {
    const article = await make.article(await app.admin());
    for (const path of [await newTask(), `/projects/${(await make.project(ann)).id}`]) {
      const first = await ann.get(path);
      expect(etagOf(first)).toMatch(/^"1[^"]*"$/);
      expect(etagOf(await ann.get(path))).toBe(etagOf(first));
      const changed = await ann.patch(path, { description: 'New' });
      expect(changed.body.data).toMatchObject({ version: 2 });
      expect(etagOf(changed)).not.toBe(etagOf(first));
      expect(etagOf(await ann.get(path))).toBe(etagOf(changed));
      expect((await ann.patch(path, { description: 'New' })).body.data).toMatchObject({ version: 2 });
    }
    expect(etagOf(await ann.get(`/articles/${article.id}`))).toBe('"1"');
  });

  test('SPEC-008.3: is 304 for those who have it already', async () => {
    const path = await newTask();
    const etag = etagOf(await ann.get(path));
    for (const known of [etag, `W/${etag}`, `"x", ${etag}`, '*']) {
      const answer = await ann.get(path, { 'If-None-Match': known });
      expect([answer.status, answer.text, etagOf(answer)]).toEqual([304, '', etag]);
    }
    expect((await ann.get(path, { 'If-None-Match': '"x"' })).status).toBe(200);
  });

  test('SPEC-008.4: is changed by those who know it as it is', async () => {
    const path = await newTask();
    const etag = etagOf(await ann.get(path));
    expect((await ann.patch(path, { title: 'Weed' }, { 'If-Match': etag })).status).toBe(200);
    expect((await ann.patch(path, { title: 'Sow' }, { 'If-Match': '"2"' })).status).toBe(200);
    expect((await ann.patch(path, { title: 'Rake' }, { 'If-Match': '*' })).status).toBe(200);
    expect((await ann.delete(path, undefined, { 'If-Match': '"9", "4"' })).status).toBe(200);
  });

  test('SPEC-008.5: is shown to those who know an older one, and stays', async () => {
    const path = await newTask();
    await ann.patch(path, { title: 'Weed' });
    for (const [method, body] of [
      ['PATCH', { title: 'Sow' }],
      ['DELETE', undefined],
      ['PATCH', {}],
    ] as const) {
      const answer = await ann.send(method, path, body, { 'If-Match': '"1"' });
      expect([answer.status, answer.body.error?.code]).toEqual([412, 'precondition_failed']);
      expect(answer.body.data).toMatchObject({ title: 'Weed', version: 2 });
    }
    expect((await ann.get(path)).body.data).toMatchObject({ title: 'Weed', version: 2 });
  });

  test('SPEC-008.23: is changed and known also behind proxies that change its tag on the way', async () => {
    for (const [place, from] of [
      [await newTask(), 1],
      [`/projects/${(await make.project(ann)).id}`, 1],
    ] as const) {
      for (const [index, alter] of PROXIES.entries()) {
        const etag = etagOf(await ann.get(place));
        expect([alter(etag), (await ann.get(place, { 'If-None-Match': alter(etag) })).status]).toEqual([
          alter(etag),
          304,
        ]);
        const change = { description: `Change ${index}` };
        expect([alter(etag), (await ann.patch(place, change, { 'If-Match': alter(etag) })).status]).toEqual([
          alter(etag),
          200,
        ]);
        expect((await ann.patch(place, { description: 'Late' }, { 'If-Match': alter(etag) })).status).toBe(412);
        expect((await ann.get(place)).body.data).toMatchObject({ ...change, version: from + index + 1 });
      }
      for (const nonsense of [
        'W/',
        '"',
        '""',
        'W/""',
        `"${from}`,
        `w/"${from}"`,
        '"-gzip"',
        `"${from + PROXIES.length}gzip"`,
      ])
        expect([nonsense, (await ann.patch(place, { description: 'X' }, { 'If-Match': nonsense })).status]).toEqual([
          nonsense,
          412,
        ]);
    }
  });

  test('SPEC-008.6: is won by exactly one of two writers who know the same', async () => {
    const path = await newTask();
    for (let round = 1; round <= 20; round++) {
      const write = (title: string) => ann.patch(path, { title }, { 'If-Match': `"${round}"` });
      expect(statuses(await Promise.all([write(`a${round}`), write(`b${round}`)]))).toEqual([200, 412]);
    }
  });

  test('SPEC-008.7: keeps what two writers change without asking', async () => {
    const path = await newTask();
    for (let round = 1; round <= 10; round++) {
      const changes = [
        { title: `Round ${round}` },
        { description: `Round ${round}` },
        { priority: round % 2 ? 'low' : 'high' },
      ];
      const answers = await Promise.all(changes.map((change) => ann.patch(path, change)));
      expect(statuses(answers)).toEqual([200, 200, 200]);
      const { data } = (await ann.get(path)).body;
      expect(data).toMatchObject({ ...changes[0], ...changes[1], ...changes[2], version: 1 + 3 * round });
    }
  });

  test('SPEC-008.9: does not come back once it is deleted', async () => {
    for (let round = 0; round < 10; round++) {
      const path = await newTask();
      const [gone, changed] = await Promise.all([ann.delete(path), ann.patch(path, { title: 'Back' })]);
      expect(gone.status).toBe(200);
      expect([200, 404]).toContain(changed.status);
      expect((await ann.get(path)).status).toBe(404);
    }
  });

  test('SPEC-008.8: does not count its statistics as changes', async () => {
    const project = await make.project(ann);
    const before = etagOf(await ann.get(`/projects/${project.id}`));
    await make.task(ann, project);
    await app.idle();
    const after = await ann.get(`/projects/${project.id}`);
    expect(after.body.data).toMatchObject({ version: 1, stats: { todo: 1, in_progress: 0, done: 0 } });
    expect(etagOf(after)).not.toBe(before);
    expect((await ann.patch(`/projects/${project.id}`, { name: 'Yard' }, { 'If-Match': before })).status).toBe(200);
  });
});
