import { startApp, startBeside, type TestApp } from '../support/app.js';
import { make } from '../support/make.js';
import { join } from '../support/members.js';
import { outcome } from '../support/outcome.js';
import type { Person } from '../support/people.js';

interface Label {
  id: number;
  project_id: number;
  name: string;
  color: string;
}

let app: TestApp;
let beside: TestApp;
let ann: Person;
let vic: Person;
let eve: Person;
let admin: Person;
let project: { id: number };

beforeAll(async () => {
  app = await startApp();
  beside = await startBeside(app);
  [ann, vic, eve] = await Promise.all([app.person('Ann'), app.person('Vic'), app.person('Eve')]);
  admin = await app.admin();
});

beforeEach(async () => {
  project = await make.project(ann);
  await join(app, project, vic, 'commenter');
});

afterAll(async () => {
  await beside.stop();
  await app.stop();
});

const labels = () => `/projects/${project.id}/labels`;
const labelled = (name: string, color = '#cc0000') => make.label(ann, project, { name, color });

async function listed(path = labels()): Promise<Label[]> {
  return ((await ann.get(path)).body.data as { items: Label[] }).items;
}

async function recorded(type: string, id: number): Promise<object[]> {
  const text = `SELECT data FROM events WHERE type = $1 AND subject_type = 'label' AND subject_id = $2`;
  return (await app.database.query<{ data: object }>(text, [type, id])).map(({ data }) => data);
}

describe('A label', () => {
  test('SPEC-019.1: is made by those who may change the tasks of the project', async () => {
    const { status, body } = await ann.post(labels(), { name: '  outdoors ', color: '#2E8b57' });
    const label = { id: expect.any(Number), project_id: project.id, name: 'outdoors', color: '#2E8b57' };
    expect([status, body.data]).toEqual([201, label]);
    for (const other of [vic, eve]) {
      const { id } = body.data as Label;
      expect(outcome(await other.post(labels(), { name: 'mine', color: '#000000' }))).toEqual([403, 'forbidden']);
      expect(outcome(await other.patch(`/labels/${id}`, { name: 'mine' }))).toEqual([403, 'forbidden']);
      expect(outcome(await other.delete(`/labels/${id}`))).toEqual([403, 'forbidden']);
    }
    expect(outcome(await ann.patch('/labels/999999999', { name: 'x' }))).toEqual([404, 'not_found']);
    expect((await admin.post(labels(), { name: 'inspected', color: '#000000' })).status).toBe(201);
  });

  test('SPEC-019.2: has a short name and a color', async () => {
    const { id } = await labelled('fine');
    const wrong = [
      { name: '' },
      { name: ' \u200b ' },
      { name: 'x'.repeat(51) },
      { name: null },
      { color: 'red' },
      { color: '#fff' },
      { color: '#12345g' },
      { color: '#1234567' },
      { color: null },
      { id: 7 },
      { version: 7 },
    ];
    for (const fields of wrong) {
      const answers = [
        await ann.post(labels(), { name: 'new', color: '#000000', ...fields }),
        await ann.patch(`/labels/${id}`, fields),
      ];
      for (const answer of answers) {
        expect([...outcome(answer), answer.body.error?.details[0]?.field]).toEqual([
          422,
          'validation_failed',
          Object.keys(fields)[0],
        ]);
      }
    }
    expect(outcome(await ann.post(labels(), { name: 'pale' }))).toEqual([422, 'validation_failed']);
    expect(await listed()).toMatchObject([{ name: 'fine', color: '#cc0000' }]);
    expect((await labelled('🌱'.repeat(50))).id).toBeGreaterThan(0);
  });

  test('SPEC-019.3: shares its name with no other of the project', async () => {
    await labelled('Größe Äpfel');
    const other = await labelled('other');
    for (const name of ['Größe Äpfel', 'größe äpfel', 'GRÖSSE ÄPFEL', 'Gro\u0308ße A\u0308pfel']) {
      for (const answer of [
        await ann.post(labels(), { name, color: '#000000' }),
        await ann.patch(`/labels/${other.id}`, { name }),
      ]) {
        expect(outcome(answer)).toEqual([409, 'name_taken']);
        expect(answer.body.error?.details).toMatchObject([{ field: 'name' }]);
      }
    }
    expect((await ann.patch(`/labels/${other.id}`, { name: 'OTHER' })).status).toBe(200);
    await make.label(ann, await make.project(ann), { name: 'Größe Äpfel' });
  });

  test('SPEC-019.3: shares its name with no other, also when many make it at once', async () => {
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, nth) =>
        (nth % 2 ? beside : app).as(ann).post(labels(), { name: nth % 3 ? 'twin' : 'TWIN', color: '#000000' }),
      ),
    );
    const codes = answers.map((answer) => outcome(answer).join(' ').trim()).sort();
    expect(codes).toEqual(['201', ...Array<string>(7).fill('409 name_taken')]);
  });

  test('SPEC-019.4: is one of at most 200, also when many are made at once', async () => {
    await app.database.execute(
      `INSERT INTO labels (project_id, name, name_key, color)
       SELECT $1, 'l' || i, 'l' || i, '#000000' FROM generate_series(1, 196) i`,
      [project.id],
    );
    const answers = await Promise.all(
      Array.from({ length: 12 }, (_, nth) =>
        (nth % 2 ? beside : app).as(ann).post(labels(), { name: `new ${nth}`, color: '#000000' }),
      ),
    );
    const codes = answers.map((answer) => outcome(answer).join(' ').trim()).sort();
    expect(codes).toEqual([...Array<string>(4).fill('201'), ...Array<string>(8).fill('409 limit_reached')]);
    const [first] = await listed();
    await ann.delete(`/labels/${first?.id}`);
    await labelled('room again');
  });

  test('SPEC-019.5: is listed with those of its project, for its members', async () => {
    const [one, two, three] = [await labelled('zinc'), await labelled('apple'), await labelled('Moss')];
    await make.label(ann, await make.project(ann), { name: 'elsewhere' });
    expect((await vic.get(labels())).body.data).toMatchObject({ items: [one, two, three], has_more: false });
    const page = (await ann.get(`${labels()}?limit=2`)).body.data as { items: Label[]; next_cursor: string };
    expect(page.items).toEqual([one, two]);
    expect(await listed(`${labels()}?limit=2&cursor=${page.next_cursor}`)).toEqual([three]);
    expect(outcome(await eve.get(labels()))).toEqual([403, 'forbidden']);
  });

  test('SPEC-019.8: stays as it is in an archived project', async () => {
    const label = await labelled('old');
    await ann.patch(`/projects/${project.id}`, { status: 'archived' });
    for (const answer of [
      await ann.post(labels(), { name: 'new', color: '#000000' }),
      await ann.patch(`/labels/${label.id}`, { name: 'new' }),
      await ann.delete(`/labels/${label.id}`),
    ]) {
      expect(outcome(answer)).toEqual([409, 'project_archived']);
    }
    expect(await listed()).toEqual([label]);
  });

  test('SPEC-019.13: leaves a record of what was done to it', async () => {
    const { id } = await labelled('old');
    await ann.patch(`/labels/${id}`, { name: 'old' });
    await ann.patch(`/labels/${id}`, {});
    await ann.patch(`/labels/${id}`, { name: 'new', color: '#cc0000' });
    await ann.delete(`/labels/${id}`);
    const about = { labelId: id, projectId: project.id, name: 'old', color: '#cc0000' };
    expect(await recorded('label.created', id)).toEqual([about]);
    expect(await recorded('label.updated', id)).toEqual([
      { ...about, name: 'new', changes: { name: { old: 'old', new: 'new' } } },
    ]);
    expect(await recorded('label.deleted', id)).toEqual([{ ...about, name: 'new', taskIds: [] }]);
  });
});
