import { startApp, startBeside, type TestApp } from '../support/app.js';
import { make } from '../support/make.js';
import type { Person } from '../support/people.js';

interface Days {
  id: number;
  start_on: string | null;
  due_on: string | null;
}

let app: TestApp;
let beside: TestApp;
let ann: Person;
let project: { id: number };

beforeAll(async () => {
  app = await startApp();
  beside = await startBeside(app);
  ann = await app.person('Ann');
  project = await make.project(ann);
});

afterAll(async () => {
  await beside.stop();
  await app.stop();
});

async function taskWith(days: object): Promise<Days> {
  const { id } = await make.task(ann, project, days);
  return (await ann.get(`/tasks/${id}`)).body.data;
}

async function daysOf(id: number): Promise<(string | null)[]> {
  const { start_on, due_on } = (await ann.get(`/tasks/${id}`)).body.data as Days;
  return [start_on, due_on];
}

describe('The days of a task', () => {
  test('SPEC-029.1: are shown as they were sent, and can be cleared', async () => {
    await ann.patch('/users/me', { time_zone: 'Pacific/Kiritimati' });
    for (const days of [{}, { start_on: '2026-02-28' }, { due_on: '2024-02-29' }, { start_on: null, due_on: null }]) {
      expect(await taskWith(days)).toMatchObject({ start_on: null, due_on: null, ...days });
    }
    const { id } = await taskWith({ start_on: '0001-01-01', due_on: '9999-12-31' });
    expect(await daysOf(id)).toEqual(['0001-01-01', '9999-12-31']);
    await ann.patch(`/tasks/${id}`, { due_on: '0001-01-01' });
    expect(await daysOf(id)).toEqual(['0001-01-01', '0001-01-01']);
    await ann.patch(`/tasks/${id}`, { start_on: null });
    expect(await daysOf(id)).toEqual([null, '0001-01-01']);
    const answer = await ann.patch(`/tasks/${id}`, { due_on: '0001-01-01' });
    expect((answer.body.data as { version: number }).version).toBe(3);
  });

  test.each([
    '2026-02-29',
    '2026-13-01',
    '2026-00-10',
    '2026-04-31',
    '0000-01-01',
    '2026-1-1',
    '20260101',
    '2026-01-01T00:00:00Z',
    ' 2026-01-01',
    '+12026-01-01',
    'tomorrow',
    '',
    20260101,
    ['2026-01-01'],
  ])('SPEC-029.2: are days that there are: %j', async (day) => {
    const { id } = await taskWith({});
    for (const field of ['start_on', 'due_on']) {
      for (const answer of [
        await ann.post(`/projects/${project.id}/tasks`, { title: 'Sow', [field]: day }),
        await ann.patch(`/tasks/${id}`, { [field]: day }),
      ]) {
        expect([answer.status, answer.body.error?.details[0]?.field]).toEqual([422, field]);
      }
    }
    expect(await daysOf(id)).toEqual([null, null]);
  });

  test('SPEC-029.3: are in order, also when only one of them is sent', async () => {
    const { id } = await taskWith({ start_on: '2026-05-10', due_on: '2026-05-20' });
    const refused = [
      await ann.post(`/projects/${project.id}/tasks`, { title: 'x', start_on: '2026-05-02', due_on: '2026-05-01' }),
      await ann.patch(`/tasks/${id}`, { title: 'Changed', start_on: '2026-05-21' }),
      await ann.patch(`/tasks/${id}`, { title: 'Changed', due_on: '2026-05-09' }),
    ];
    for (const { status, body } of refused) {
      expect([status, body.error?.code, body.error?.details[0]?.field]).toEqual([422, 'validation_failed', 'due_on']);
    }
    expect((await ann.get(`/tasks/${id}`)).body.data).toMatchObject({ title: 'Water the beds', version: 1 });
    await ann.patch(`/tasks/${id}`, { start_on: '2026-06-01', due_on: '2026-06-01' });
    expect(await daysOf(id)).toEqual(['2026-06-01', '2026-06-01']);
  });

  test('SPEC-029.3: are in order, also when each comes from somebody else', async () => {
    for (let round = 0; round < 5; round++) {
      const { id } = await taskWith({ start_on: '2026-05-01', due_on: '2026-05-31' });
      const answers = await Promise.all([
        app.as(ann).patch(`/tasks/${id}`, { start_on: '2026-05-20' }),
        beside.as(ann).patch(`/tasks/${id}`, { due_on: '2026-05-10' }),
      ]);
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 422]);
      const [start, due] = await daysOf(id);
      expect(String(start) <= String(due)).toBe(true);
    }
  });
});
