import { startApp, type TestApp } from '../support/app.js';
import { make } from '../support/make.js';
import { join } from '../support/members.js';
import { outcome } from '../support/outcome.js';
import type { Person } from '../support/people.js';

interface Listed {
  id: number;
  title: string;
}

interface Page {
  items: Listed[];
  next_cursor: string | null;
}

let app: TestApp;
let ann: Person;
let bob: Person;
let cy: Person;
let admin: Person;
/** Ann's; Bob is a member. */
let garden: { id: number };
/** Bob's; Ann is assigned to some of its tasks. */
let workshop: { id: number };
let outdoors: { id: number };
let tools: { id: number };
const ids = new Map<string, number>();

beforeAll(async () => {
  app = await startApp();
  [ann, bob, cy] = await Promise.all([app.person('Ann'), app.person('Bob'), app.person('Cy')]);
  admin = await app.admin();
  [garden, workshop] = [await make.project(ann), await make.project(bob)];
  await join(app, garden, bob, 'editor');
  outdoors = await make.label(ann, garden, { name: 'outdoors' });
  tools = await make.label(bob, workshop, { name: 'tools' });
  const task = async (owner: Person, project: { id: number }, title: string, fields: object = {}) => {
    ids.set(title, (await make.task(owner, project, { title, ...fields })).id);
  };
  await task(ann, garden, 'sow', { priority: 'high', due_on: '2026-03-02' });
  await task(ann, garden, 'Weed the béds', { priority: 'low', label_ids: [outdoors.id] });
  await task(ann, garden, 'rake', { due_on: '2026-03-01', assignee_id: ann.id, label_ids: [outdoors.id] });
  await task(bob, workshop, 'saw', { priority: 'high', due_on: '2026-03-02', assignee_id: ann.id });
  await task(bob, workshop, 'glue', { label_ids: [tools.id] });
  await task(bob, workshop, 'oil', { priority: 'low', due_on: '2026-02-28', assignee_id: ann.id });
  for (const [person, title, status] of [
    [ann, 'rake', 'in_progress'],
    [bob, 'oil', 'in_progress'],
    [bob, 'oil', 'done'],
    [ann, 'sow', 'in_progress'],
  ] as const) {
    await person.patch(`/tasks/${ids.get(title)}`, { status });
  }
});

afterAll(() => app.stop());

async function page(person: Person, path: string): Promise<Page> {
  const answer = await person.get(path);
  if (answer.status !== 200) throw new Error(`${path} answered ${answer.status} ${answer.text}`);
  return answer.body.data;
}

/** The first words of the titles, on pages of this many. */
async function walk(person: Person, path: string, limit = 100): Promise<string> {
  const found: string[] = [];
  let cursor: string | null = '';
  while (cursor !== null) {
    const { items, next_cursor }: Page = await page(person, `${path}&limit=${limit}${cursor && `&cursor=${cursor}`}`);
    found.push(...items.map(({ title }) => title.split(' ')[0] ?? ''));
    cursor = next_cursor;
  }
  return found.join(' ');
}

const inGarden = (query: string) => `/projects/${garden.id}/tasks?${query}`;

describe('Lists of tasks', () => {
  test.each([
    ['id', 'sow Weed rake', 'sow Weed rake saw oil', 'sow Weed rake saw glue oil', 'rake saw oil'],
    ['-id', 'rake Weed sow', 'oil saw rake Weed sow', 'oil glue saw rake Weed sow', 'oil saw rake'],
    ['due_on', 'rake sow Weed', 'oil rake sow saw Weed', 'oil rake sow saw Weed glue', 'oil rake saw'],
    ['-updated_at', 'sow rake Weed', 'sow oil rake saw Weed', 'sow oil rake glue saw Weed', 'oil rake saw'],
    ['-priority', 'sow rake Weed', 'sow saw rake Weed oil', 'sow saw rake glue Weed oil', 'saw rake oil'],
  ])('SPEC-029.5: are sorted by %s, on pages of any size', async (sort, project, anns, all, assigned) => {
    for (const limit of [1, 2, 100]) {
      expect(await walk(ann, inGarden(`sort=${sort}`), limit)).toBe(project);
      expect(await walk(ann, `/tasks?sort=${sort}`, limit)).toBe(anns);
      expect(await walk(bob, `/tasks?sort=${sort}`, limit)).toBe(all);
      expect(await walk(admin, `/tasks?sort=${sort}`, limit)).toBe(all);
      expect(await walk(ann, `/tasks?sort=${sort}&assignee_id=me`, limit)).toBe(assigned);
      expect(await walk(admin, `/tasks?sort=${sort}&assignee_id=${ann.id}`, limit)).toBe(assigned);
      expect(await walk(admin, `/tasks?sort=${sort}&project_id=${garden.id}`, limit)).toBe(project);
    }
  });

  test('SPEC-029.5: are sorted within what a filter leaves', async () => {
    expect(await walk(bob, '/tasks?sort=due_on&status=todo', 1)).toBe('saw Weed glue');
    expect(await walk(bob, '/tasks?sort=-priority&status=todo,done', 2)).toBe('saw glue Weed oil');
    expect(await walk(ann, inGarden('sort=-updated_at&status=in_progress'), 1)).toBe('sow rake');
  });

  test('SPEC-029.5: have no other order', async () => {
    for (const sort of ['title', '-due_on', 'due_on,id', '', 'ID', 'toString']) {
      expect(outcome(await ann.get(inGarden(`sort=${sort}`)))).toEqual([422, 'validation_failed']);
      expect(outcome(await ann.get(`/tasks?sort=${sort}`))).toEqual([422, 'validation_failed']);
    }
  });

  test('SPEC-029.6: know a cursor only in its own list, order and filters', async () => {
    const cursor = (await page(ann, inGarden('sort=due_on&limit=1'))).next_cursor;
    expect((await page(ann, inGarden(`sort=due_on&limit=2&cursor=${cursor}`))).items).toHaveLength(2);
    for (const path of [
      inGarden(`cursor=${cursor}`),
      inGarden(`sort=-priority&cursor=${cursor}`),
      inGarden(`sort=due_on&status=todo&cursor=${cursor}`),
      `/tasks?sort=due_on&cursor=${cursor}`,
      `/projects/${workshop.id}/tasks?sort=due_on&cursor=${cursor}`,
      inGarden(`sort=due_on&cursor=${cursor}A`),
      inGarden(`sort=due_on&cursor=${cursor?.slice(0, -2)}AA`),
    ]) {
      expect(outcome(await admin.get(path))).toEqual([400, 'invalid_cursor']);
    }
    const byId = (await page(ann, inGarden('limit=1'))).next_cursor;
    expect((await page(ann, inGarden(`sort=id&cursor=${byId}`))).items).toHaveLength(2);
  });

  test('SPEC-029.7: are walked to the end though tasks come, go and change', async () => {
    const project = await make.project(cy);
    const days = ['2026-01-05', '2026-01-01', '2026-01-03', null, '2026-01-03', null];
    const made: { id: number }[] = [];
    for (const [nth, due_on] of days.entries()) made.push(await make.task(cy, project, { title: `t${nth}`, due_on }));
    const list = `/projects/${project.id}/tasks?sort=due_on&limit=2`;
    const first = await page(cy, list);
    expect(first.items.map(({ title }) => title)).toEqual(['t1', 't2']);
    await cy.delete(`/tasks/${made[2]?.id}`);
    await make.task(cy, project, { title: 'early', due_on: '2026-01-02' });
    await cy.patch(`/tasks/${made[1]?.id}`, { due_on: null });
    const second = await page(cy, `${list}&cursor=${first.next_cursor}`);
    expect(second.items.map(({ title }) => title)).toEqual(['t4', 't0']);
    const third = await page(cy, `${list}&cursor=${second.next_cursor}`);
    expect(third.items.map(({ title }) => title)).toEqual(['t1', 't3']);
    expect((await page(cy, `${list}&cursor=${third.next_cursor}`)).items.map(({ title }) => title)).toEqual(['t5']);
  });

  test('SPEC-029.8: are filtered by labels', async () => {
    expect(await walk(ann, inGarden(`label_id=${outdoors.id}`))).toBe('Weed rake');
    expect(await walk(bob, `/tasks?label_id=${outdoors.id},${tools.id}&sort=-id`, 1)).toBe('glue rake Weed');
    expect(await walk(admin, `/tasks?label_id=${tools.id},${tools.id}`)).toBe('glue');
    expect(await walk(ann, `/tasks?label_id=${tools.id}`)).toBe('');
    for (const wrong of ['', 'outdoors', '0', '1,', '1,x', '-1', '1.5', '1&label_id=2']) {
      expect(outcome(await ann.get(`/tasks?label_id=${wrong}`))).toEqual([422, 'validation_failed']);
    }
  });

  test('SPEC-029.9: are filtered by the day on which tasks are due', async () => {
    expect(await walk(bob, '/tasks?due_before=2026-03-01')).toBe('rake oil');
    expect(await walk(bob, '/tasks?due_after=2026-03-01')).toBe('sow rake saw');
    expect(await walk(bob, '/tasks?due_after=2026-03-01&due_before=2026-03-01&sort=due_on')).toBe('rake');
    expect(await walk(ann, inGarden('due_after=2026-03-02'))).toBe('sow');
    for (const wrong of ['due_before=2026-02-30', 'due_after=', 'due_before=2026-03-01T00:00:00Z', 'overdue=1']) {
      expect(outcome(await ann.get(`/tasks?${wrong}`))).toEqual([422, 'validation_failed']);
    }
  });

  test('SPEC-029.10: know what is overdue where the reader is', async () => {
    const project = await make.project(cy);
    const dayIn = (timeZone: string) => new Intl.DateTimeFormat('en-CA', { timeZone }).format();
    // It is never the same day in both.
    const [east, west] = ['Pacific/Kiritimati', 'Pacific/Pago_Pago'];
    const titles = async (zone: string, overdue: boolean) => {
      await cy.patch('/users/me', { time_zone: zone });
      return walk(cy, `/projects/${project.id}/tasks?overdue=${overdue}`);
    };
    await make.task(cy, project, { title: 'old', due_on: '2020-01-01' });
    await make.task(cy, project, { title: 'western', due_on: dayIn(west) });
    await make.task(cy, project, { title: 'later', due_on: '9999-12-31' });
    await make.task(cy, project, { title: 'undated' });
    const done = await make.task(cy, project, { title: 'done', due_on: '2020-01-01' });
    for (const status of ['in_progress', 'done']) await cy.patch(`/tasks/${done.id}`, { status });
    expect(await titles(east, true)).toBe('old western');
    expect(await titles(east, false)).toBe('later undated done');
    expect(await titles(west, true)).toBe('old');
    expect(await titles(west, false)).toBe('western later undated done');
    expect(await walk(cy, `/tasks?project_id=${project.id}&overdue=true&sort=due_on`, 1)).toBe('old');
  });

  test('SPEC-029.11: are filtered by the time of the last change', async () => {
    const { updated_at } = (await ann.get(`/tasks/${ids.get('rake')}`)).body.data as { updated_at: string };
    expect(await walk(bob, `/tasks?updated_since=${updated_at}&sort=-updated_at`, 1)).toBe('sow oil rake');
    expect(await walk(ann, inGarden('updated_since=2999-01-01T00:00:00Z'))).toBe('');
    expect(outcome(await ann.get('/tasks?updated_since=yesterday'))).toEqual([422, 'validation_failed']);
  });

  test('SPEC-029.12: are filtered by beginnings of words in the title', async () => {
    for (const query of ['weed', 'WEED', 'beds wee', 'béd', 'be th we', ' bed ', 'BE\u0301DS']) {
      expect([query, await walk(bob, `/tasks?query=${encodeURIComponent(query)}`)]).toEqual([query, 'Weed']);
    }
    for (const query of ['eed', 'weeds', 'weed rake', '.', 'w.*', '^weed', '[a-z]', '%', '\\mweed']) {
      expect([query, await walk(bob, `/tasks?query=${encodeURIComponent(query)}`)]).toEqual([query, '']);
    }
    expect(await walk(bob, '/tasks?query=s&sort=-id', 1)).toBe('saw sow');
    const project = await make.project(cy);
    for (const title of ['(draft) C++ & ГРЯДКА', '🌱 seeds', 'e-mail_list']) await make.task(cy, project, { title });
    for (const query of ['dra', 'c++', '(draft)', 'грядка', '&', '🌱', 'se', 'mail', 'list', 'e-mail_']) {
      const found = await walk(cy, `/projects/${project.id}/tasks?query=${encodeURIComponent(query)}`);
      expect([query, found.split(' ').length, found !== '']).toEqual([query, 1, true]);
    }
    for (const wrong of ['', '%20', 'x'.repeat(201)]) {
      expect(outcome(await ann.get(`/tasks?query=${wrong}`))).toEqual([422, 'validation_failed']);
    }
  });
});
