import { startApp, type TestApp } from '../support/app.js';
import { make } from '../support/make.js';
import { outcome } from '../support/outcome.js';
import type { Person } from '../support/people.js';

const WEEKLY = { rule: 'FREQ=WEEKLY', from: 'due_on' };

let app: TestApp;
let olga: Person;
let project: { id: number };

beforeAll(async () => {
  app = await startApp();
  olga = await app.person('Olga');
  project = await make.project(olga);
});

afterAll(() => app.stop());

const making = (fields: object) => olga.post(`/projects/${project.id}/tasks`, { title: 'Water the beds', ...fields });

const recurring = async () =>
  (await making({ due_on: '2030-06-03', recurrence: WEEKLY })).body.data as { id: number; recurrence: object };

describe('A recurrence', () => {
  test('SPEC-027.7: is set when a task is made and changed, and is shown', async () => {
    const task = await recurring();
    expect(task.recurrence).toEqual(WEEKLY);
    const changed = await olga.patch(`/tasks/${task.id}`, { recurrence: { rule: 'FREQ=DAILY' } });
    expect(changed.body.data).toMatchObject({ recurrence: { rule: 'FREQ=DAILY', from: 'due_on' }, version: 2 });
    const same = await olga.patch(`/tasks/${task.id}`, { recurrence: { from: 'due_on', rule: 'FREQ=DAILY' } });
    expect(same.body.data).toMatchObject({ version: 2 });
    const ended = await olga.patch(`/tasks/${task.id}`, { recurrence: null, due_on: null });
    expect(ended.body.data).toMatchObject({ recurrence: null, due_on: null, version: 3 });
    expect((await make.task(olga, project)) as object).toMatchObject({ recurrence: null });
  });

  test.each([
    ['FREQ=HOURLY', 'recurrence.rule', 'format'],
    ['FREQ=DAILY;COUNT=2;UNTIL=20301231', 'recurrence.rule', 'format'],
    ['FREQ=DAILY;UNTIL=20301231T000000Z', 'recurrence.rule', 'format'],
    ['every day', 'recurrence.rule', 'format'],
    [5, 'recurrence.rule', 'type'],
  ])('SPEC-027.7: is refused with the rule %s', async (rule, field, code) => {
    const { status, body } = await making({ due_on: '2030-06-03', recurrence: { rule, from: 'due_on' } });
    expect([status, body.error?.details]).toEqual([422, [expect.objectContaining({ field, code })]]);
  });

  test.each([
    [{ rule: 'FREQ=DAILY' }, 'recurrence.from', 'required'],
    [{ from: 'due_on' }, 'recurrence.rule', 'required'],
    [{ ...WEEKLY, from: 'now' }, 'recurrence.from', 'unknown'],
    [{ ...WEEKLY, nth: 3 }, 'recurrence.nth', 'unknown_field'],
    ['FREQ=DAILY', 'recurrence', 'type'],
    [[WEEKLY], 'recurrence', 'type'],
  ])('SPEC-027.7: is refused as %j', async (recurrence, field, code) => {
    const { status, body } = await making({ due_on: '2030-06-03', recurrence });
    expect([status, body.error?.details]).toEqual([422, [expect.objectContaining({ field, code })]]);
    const task = await make.task(olga, project, { due_on: '2030-06-03' });
    expect((await olga.patch(`/tasks/${task.id}`, { recurrence })).status).toBe(422);
  });

  test('SPEC-027.8: needs a day on which the task is due', async () => {
    const details = [expect.objectContaining({ field: 'due_on', code: 'required' })];
    const made = await making({ recurrence: WEEKLY });
    expect([made.status, made.body.error?.details]).toEqual([422, details]);
    const task = await recurring();
    for (const changes of [{ due_on: null }, { due_on: null, recurrence: { rule: 'FREQ=DAILY' } }]) {
      const { status, body } = await olga.patch(`/tasks/${task.id}`, changes);
      expect([status, body.error?.details]).toEqual([422, details]);
    }
    const plain = await make.task(olga, project);
    expect(outcome(await olga.patch(`/tasks/${plain.id}`, { recurrence: WEEKLY }))).toEqual([422, 'validation_failed']);
  });

  test('SPEC-027.15: is in the history, and goes back there', async () => {
    const task = await recurring();
    await olga.patch(`/tasks/${task.id}`, { recurrence: { from: 'completion' } });
    const { items } = (await olga.get(`/tasks/${task.id}/history`)).body.data as {
      items: { id: number; changes: object }[];
    };
    expect(items[0]?.changes).toEqual({ recurrence: { old: WEEKLY, new: { ...WEEKLY, from: 'completion' } } });
    const back = await olga.post(`/tasks/${task.id}/history/${items[0]?.id}/revert`);
    expect(back.body.data).toMatchObject({ recurrence: WEEKLY });
  });
});
