import { startApp, type TestApp } from '../support/app.js';
import { letTimePass } from '../support/clock.js';
import { make } from '../support/make.js';
import { join } from '../support/members.js';
import { outcome } from '../support/outcome.js';
import type { Person } from '../support/people.js';

const LATER = '2199-01-31T09:00:00.000Z';

let app: TestApp;
let olga: Person;
let vic: Person;
let stranger: Person;
let project: { id: number };
let task: { id: number };

beforeAll(async () => {
  app = await startApp();
});

beforeEach(async () => {
  letTimePass(app);
  [olga, vic, stranger] = await Promise.all([app.person('Olga'), app.person('Vic'), app.person('Sam')]);
  project = await make.project(olga);
  await join(app, project, vic, 'viewer');
  task = await make.task(olga, project);
});

afterAll(() => app.stop());

const remind = (person: Person, remind_at: unknown = LATER) =>
  person.post(`/tasks/${task.id}/reminders`, { remind_at });

async function times(person: Person): Promise<string[]> {
  const { items } = (await person.get(`/tasks/${task.id}/reminders`)).body.data as { items: { remind_at: string }[] };
  return items.map(({ remind_at }) => remind_at);
}

describe('Reminders', () => {
  test('SPEC-026.1: are set, and listed for whoever has set them', async () => {
    const { status, body } = await remind(vic, '2199-01-31T10:00:00.5+01:00');
    const set = body.data as { id: number; created_at: string };
    expect(status).toBe(201);
    expect(set).toEqual({ ...set, task_id: task.id, remind_at: '2199-01-31T09:00:00.500Z' });
    await remind(olga);
    expect([await times(vic), await times(olga)]).toEqual([['2199-01-31T09:00:00.500Z'], [LATER]]);
  });

  test('SPEC-026.1: come page by page, the oldest first', async () => {
    for (const year of [2120, 2110, 2130]) await remind(vic, `${year}-01-01T00:00:00Z`);
    const first = (await vic.get(`/tasks/${task.id}/reminders?limit=2`)).body.data as { next_cursor: string };
    expect(first).toMatchObject({
      items: [{ remind_at: '2120-01-01T00:00:00.000Z' }, { remind_at: '2110-01-01T00:00:00.000Z' }],
      has_more: true,
    });
    expect((await vic.get(`/tasks/${task.id}/reminders?limit=2&cursor=${first.next_cursor}`)).body.data).toMatchObject({
      items: [{ remind_at: '2130-01-01T00:00:00.000Z' }],
      has_more: false,
    });
  });

  test('SPEC-026.1: are of those who may read the task, also in an archived project', async () => {
    expect(outcome(await remind(stranger))).toEqual([403, 'forbidden']);
    expect((await stranger.get(`/tasks/${task.id}/reminders`)).status).toBe(403);
    await olga.patch(`/projects/${project.id}`, { status: 'archived' });
    expect((await remind(vic)).status).toBe(201);
  });

  test.each([
    ['2020-01-01T00:00:00Z', 'too_small'],
    ['tomorrow', 'format'],
    ['2199-02-30T00:00:00Z', 'format'],
    ['2199-01-31', 'format'],
    [1_900_000_000, 'type'],
    [null, 'type'],
  ])('SPEC-026.2: are not set for %s', async (remind_at, code) => {
    const { status, body } = await remind(vic, remind_at);
    expect([status, body.error]).toEqual([
      422,
      expect.objectContaining({ details: [expect.objectContaining({ field: 'remind_at', code })] }),
    ]);
    expect(await times(vic)).toEqual([]);
  });

  test('SPEC-026.3: are fifty of one person on one task, however many are set at the same time', async () => {
    await Promise.all(Array.from({ length: 48 }, () => remind(vic)));
    const answers = await Promise.all(Array.from({ length: 8 }, () => remind(vic)));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 201, 409, 409, 409, 409, 409, 409]);
    expect(outcome(await remind(vic))).toEqual([409, 'limit_reached']);
    expect((await remind(olga)).status).toBe(201);
    const other = await make.task(olga, project);
    expect((await vic.post(`/tasks/${other.id}/reminders`, { remind_at: LATER })).status).toBe(201);
  });

  test('SPEC-026.4: are deleted by whoever has set them, once; for others there are none', async () => {
    const { id } = (await remind(vic)).body.data as { id: number };
    const admin = await app.admin();
    for (const person of [olga, stranger, admin])
      expect(outcome(await person.delete(`/reminders/${id}`))).toEqual([404, 'not_found']);
    const answers = await Promise.all([vic.delete(`/reminders/${id}`), vic.delete(`/reminders/${id}`)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 404]);
    expect(await times(vic)).toEqual([]);
  });

  test('SPEC-026.4: are in the audit log, and not in the history of the task', async () => {
    const { id } = (await remind(vic)).body.data as { id: number };
    await vic.delete(`/reminders/${id}`);
    const admin = await app.admin();
    const { items } = (await admin.get(`/audit/events?user_id=${vic.id}`)).body.data as { items: { type: string }[] };
    expect(items.map(({ type }) => type)).toEqual(['reminder.deleted', 'reminder.created']);
    const history = (await olga.get(`/tasks/${task.id}/history`)).body.data as { items: { type: string }[] };
    expect(history.items.map(({ type }) => type)).toEqual(['task.created']);
  });
});
