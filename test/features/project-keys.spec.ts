import { readFileSync } from 'node:fs';
import type { ApiDocument } from '../../src/platform/documents/openapi/document.js';
import { type TestApp, startApp, startBeside } from '../support/app.js';
import { make, type MadeProject } from '../support/make.js';
import { DESCRIPTION } from '../support/openapi.js';
import type { Person } from '../support/people.js';
import { said } from '../support/outcome.js';

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

const taskIn = (project: { id: number }, fields: object = {}) => make.task(ann, project, fields);
const keyed = (fields: object) => make.project(ann, fields);

let keys = 0;
/** A key that no other test uses. */
const freshKey = () => `K${String(++keys).padStart(4, '0')}`;

describe('The key of a project', () => {
  test.each([
    ['Meadow', /^MEADOW$/],
    ['Station Garden', /^SG$/],
    ['Marchetti’s Bakery opens', /^MBO$/],
    ['École élémentaire', /^EE$/],
    ['straße', /^STRASSE$/],
    ['Ｗｉｄｅ', /^WIDE$/],
    ['2026 Roadmap', /^ROADMAP$/],
    ['Unbelievabilities', /^UNBELIEVAB$/],
    ['a b c d e f g h i j k l', /^ABCDEFGHIJ$/],
    ['X', /^PROJECT\d*$/],
    ['2026', /^PROJECT\d*$/],
    ['庭', /^PROJECT\d*$/],
    ['Сад', /^PROJECT\d*$/],
    ['🌱🌱', /^PROJECT\d*$/],
    ['’’’', /^PROJECT\d*$/],
    ['Search', /^SEARCH2$/],
  ])('SPEC-004.15: is made from the name: %s', async (name, key) => {
    expect((await keyed({ name })).key).toMatch(key);
  });

  test('SPEC-004.15: is made unique with a number, also past many of the same name', async () => {
    const made = [await keyed({ name: 'Quarry' }), await keyed({ name: 'Quarry' }), await keyed({ name: 'QUARRY' })];
    expect(made.map(({ key }) => key)).toEqual(['QUARRY', 'QUARRY2', 'QUARRY3']);
    await app.database.execute(
      `INSERT INTO projects (name, owner_id, key) SELECT 'Full', $1, 'FULL' || i FROM generate_series(2, 99) i`,
      [ann.id],
    );
    expect((await keyed({ name: 'Full' })).key).toBe('FULL');
    expect((await keyed({ name: 'Full' })).key).toMatch(/^FULL\d{3,6}$/);
  });

  test('SPEC-004.15: is unique when many projects of one name are made at the same time on two instances', async () => {
    const answers = await Promise.all(
      Array.from({ length: 60 }, (_, nth) => (nth % 2 ? beside : app).as(ann).post('/projects', { name: 'Rush' })),
    );
    expect(answers.filter(({ status }) => status !== 201).map(said)).toEqual([]);
    const made = answers.map(({ body }) => (body.data as MadeProject).key);
    expect(new Set(made).size).toBe(60);
    expect(made.filter((key) => !/^RUSH\d*$/.test(key))).toEqual([]);
  });

  test('SPEC-004.16: can be given, and is shown wherever the project is', async () => {
    const key = freshKey();
    const project = await keyed({ name: 'Given', key });
    expect(project.key).toBe(key);
    expect((await ann.get(`/projects/${project.id}`)).body.data).toMatchObject({ key });
    await ann.patch(`/projects/${project.id}`, { status: 'archived' });
    const { items } = (await ann.get('/projects?status=archived')).body.data as { items: MadeProject[] };
    expect(items.find(({ id }) => id === project.id)?.key).toBe(key);
  });

  test.each([
    ['too short', 'A', 'too_short'],
    ['too long', 'ABCDEFGHIJK', 'too_long'],
    ['small letters', 'garden', 'format'],
    ['a digit first', '1AB', 'format'],
    ['an accent', 'ÄB', 'format'],
    ['a dash', 'A-B', 'format'],
    ['a line end', 'AB\n', 'format'],
    ['empty', '', 'too_short'],
    ['no text', 12, 'type'],
    ['null', null, 'type'],
    ['a word of a path', 'BULK', 'format'],
  ])('SPEC-004.16: of a wrong form is refused: %s', async (_, key, code) => {
    const project = await make.project(ann);
    for (const answer of [
      await ann.post('/projects', { name: 'Wrong', key }),
      await ann.patch(`/projects/${project.id}`, { key }),
    ]) {
      expect(said(answer)).toBe('422 validation_failed');
      expect(answer.body.error?.details).toMatchObject([{ field: 'key', code }]);
    }
    expect((await ann.get(`/projects/${project.id}`)).body.data).toMatchObject({ version: 1 });
  });

  test('SPEC-004.16: is no word that stands in a path of the API', async () => {
    const { paths } = JSON.parse(readFileSync(DESCRIPTION, 'utf8')) as ApiDocument;
    const words = Object.keys(paths).flatMap((path) => path.split('/'));
    const alike = [...new Set(words.filter((word) => /^[a-z][a-z0-9]{1,9}$/.test(word)))];
    expect(alike).toContain('tasks');
    const project = await make.project(ann);
    // Add what is missing to RESERVED_KEYS.
    for (const word of alike) {
      const answer = await ann.patch(`/projects/${project.id}`, { key: word.toUpperCase() });
      expect(`${word} ${said(answer)}`).toBe(`${word} 422 validation_failed`);
    }
  });

  test('SPEC-004.17: of another project is refused, and nothing changes', async () => {
    const taken = await keyed({ name: 'Holder', key: freshKey() });
    const other = await keyed({ name: 'Other' });
    for (const answer of [
      await ann.post('/projects', { name: 'Thief', key: taken.key }),
      await ann.patch(`/projects/${other.id}`, { name: 'Thief', key: taken.key }),
    ]) {
      expect(said(answer)).toBe('409 key_taken');
      expect(answer.body.error?.details).toMatchObject([{ field: 'key', code: 'key_taken' }]);
    }
    expect((await ann.get(`/projects/${other.id}`)).body.data).toMatchObject({ ...other, name: 'Other' });
  });

  test('SPEC-004.17: goes to one of those who ask for it at the same time', async () => {
    const key = freshKey();
    const projects = await Promise.all(Array.from({ length: 10 }, () => make.project(ann)));
    const answers = await Promise.all(
      projects.map(({ id }, nth) => (nth % 2 ? beside : app).as(ann).patch(`/projects/${id}`, { key })),
    );
    expect(answers.map(said).sort()).toEqual(['200', ...Array.from({ length: 9 }, () => '409 key_taken')]);
  });

  test('SPEC-004.18: can be changed, and the old one keeps finding the tasks', async () => {
    const [first, second, third] = [freshKey(), freshKey(), freshKey()];
    const project = await keyed({ name: 'Moving', key: first });
    const task = await taskIn(project);
    for (const key of [second, third]) {
      const changed = await ann.patch(`/projects/${project.id}`, { key });
      expect(changed.body.data).toMatchObject({ key });
      expect((await ann.get(`/tasks/${task.id}`)).body.data).toMatchObject({ ref: `${key}-1`, number: 1 });
    }
    for (const key of [first, second, third])
      expect((await ann.get(`/tasks/${key}-1`)).body.data).toMatchObject({ id: task.id, ref: `${third}-1` });
    expect((await ann.patch(`/projects/${project.id}`, { key: first })).body.data).toMatchObject({ key: first });
  });

  test('SPEC-004.18: a new key is a new version of the project, the same key is none', async () => {
    const project = await keyed({ name: 'Version', key: freshKey() });
    const same = await ann.patch(`/projects/${project.id}`, { key: project.key });
    const other = await ann.patch(`/projects/${project.id}`, { key: freshKey() });
    expect([same, other].map(({ body }) => (body.data as MadeProject).version)).toEqual([1, 2]);
  });

  test('SPEC-004.18: an archived project keeps its key', async () => {
    const project = await keyed({ name: 'Archive', key: freshKey() });
    await ann.patch(`/projects/${project.id}`, { status: 'archived' });
    expect(said(await ann.patch(`/projects/${project.id}`, { key: freshKey() }))).toBe('409 project_archived');
  });

  test('SPEC-004.19: an old key is free for another project, which takes its refs', async () => {
    const key = freshKey();
    const [former, next] = [await keyed({ name: 'Former', key }), await keyed({ name: 'Next' })];
    const [old, other] = [await taskIn(former), await taskIn(former)];
    await ann.patch(`/projects/${former.id}`, { key: freshKey() });
    expect((await ann.get(`/tasks/${key}-1`)).body.data).toMatchObject({ id: old.id });
    expect((await ann.patch(`/projects/${next.id}`, { key })).body.data).toMatchObject({ key });
    const task = await taskIn(next);
    expect((await ann.get(`/tasks/${key}-1`)).body.data).toMatchObject({ id: task.id });
    expect(said(await ann.get(`/tasks/${key}-${other.number}`))).toBe('404 not_found');
    expect(said(await ann.patch(`/projects/${former.id}`, { key }))).toBe('409 key_taken');
  });

  test('SPEC-004.19: what is made from a name takes no old key away', async () => {
    const project = await keyed({ name: 'Orchard' });
    await ann.patch(`/projects/${project.id}`, { key: freshKey() });
    expect((await keyed({ name: 'Orchard' })).key).toBe('ORCHARD2');
  });

  test('SPEC-004.18: can be changed while its tasks are counted and its changes numbered', async () => {
    const statuses: number[] = [];
    for (let round = 0; round < 40; round++) {
      const project = await keyed({ name: 'Busy', key: freshKey() });
      await taskIn(project);
      statuses.push((await ann.patch(`/projects/${project.id}`, { key: freshKey() })).status);
    }
    expect(new Set(statuses)).toEqual(new Set([200]));
  });

  test('SPEC-004.19: the keys of a project are free when it is deleted for good', async () => {
    const key = freshKey();
    const project = await keyed({ name: 'Gone', key });
    const task = await taskIn(project);
    await ann.delete(`/projects/${project.id}`);
    expect(said(await ann.get(`/tasks/${task.ref}`))).toBe('404 not_found');
    expect(said(await ann.post('/projects', { name: 'Gone', key }))).toBe('409 key_taken');
    await ann.delete(`/projects/${project.id}?permanently=true`);
    expect((await keyed({ name: 'Gone', key })).key).toBe(key);
  });
});
