import { type TestApp, startApp } from '../support/app.js';
import { make } from '../support/make.js';
import { said } from '../support/outcome.js';
import type { Person } from '../support/people.js';

let app: TestApp;
let ann: Person;

beforeAll(async () => {
  app = await startApp();
  ann = await app.person('Ann');
});

afterAll(() => app.stop());

type Item = Record<'id' | 'title' | 'status' | 'due_on', unknown>;
const items = (data: unknown) => (data as { items: Item[] }).items;

test('SPEC-028.1: tasks that recur and are done together each go on with the next one', async () => {
  const project = await make.project(ann);
  const recurrence = { rule: 'FREQ=DAILY', from: 'due_on' };
  const made = await ann.post(`/projects/${project.id}/tasks/bulk`, {
    tasks: ['Water the beds', 'Air the greenhouse'].map((title) => ({ title, due_on: '2030-05-01', recurrence })),
  });
  const ids = items(made.body.data).map(({ id }) => id);
  for (const status of ['in_progress', 'done']) {
    expect(said(await ann.post('/tasks/bulk', { ids, changes: { status } }))).toBe('200');
  }
  const { body } = await ann.get(`/projects/${project.id}/tasks?status=todo`);
  expect(items(body.data)).toMatchObject([
    { title: 'Water the beds', due_on: '2030-05-02' },
    { title: 'Air the greenhouse', due_on: '2030-05-02' },
  ]);
});

test('SPEC-028.4: what is wrong with a recurrence is named with its place', async () => {
  const project = await make.project(ann);
  const recurrence = { rule: 'FREQ=SOMETIMES', from: 'due_on' };
  const tasks = [{ title: 'One' }, { title: 'Two', due_on: '2030-05-01', recurrence }];
  const { body } = await ann.post(`/projects/${project.id}/tasks/bulk`, { tasks });
  expect(body.error?.details).toMatchObject([{ field: expect.stringMatching(/^tasks\[1\]\.recurrence/) }]);
});
