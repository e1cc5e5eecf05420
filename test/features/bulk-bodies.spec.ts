import { type TestApp, startApp } from '../support/app.js';
import type { Answer } from '../support/client.js';
import { make, type MadeProject } from '../support/make.js';
import { said } from '../support/outcome.js';
import type { Person } from '../support/people.js';

let app: TestApp;
let ann: Person;
let garden: MadeProject;

beforeAll(async () => {
  app = await startApp();
  ann = await app.person('Ann');
  garden = await make.project(ann);
});

afterAll(() => app.stop());

const placesOf = ({ body }: Answer) => (body.error?.details ?? []).map(({ field, code }) => `${field} ${code}`);

describe('A body that is wrong', () => {
  const id = 1;
  const hundredAndOne = Array.from({ length: 101 }, (_, nth) => nth + 1);

  test.each<[string, object, string[]]>([
    ['no ids', { changes: {} }, ['ids required']],
    ['0 ids', { ids: [], changes: {} }, ['ids too_short']],
    ['101 ids', { ids: hundredAndOne, changes: {} }, ['ids too_long']],
    ['an id twice', { ids: [1, 2, 1], changes: {} }, ['ids[2] format']],
    ['no ids among ids', { ids: [1, 'x', 0, null], changes: {} }, ['ids[1] type', 'ids[2] too_small', 'ids[3] type']],
    ['no ids in a list', { ids: { 0: 1 }, changes: {} }, ['ids type']],
    ['nothing to do', { ids: [id] }, ['changes required']],
    ['both', { ids: [id], changes: {}, delete: true }, ['delete format']],
    ['no deletion', { ids: [id], delete: false }, ['delete unknown']],
    ['no changes', { ids: [id], changes: null }, ['changes type']],
    ['a list of changes', { ids: [id], changes: [] }, ['changes type']],
    [
      'wrong changes',
      { ids: [id], changes: { title: '', status: 'lost', position: 'a', label_ids: [1, 1] } },
      [
        'changes.position unknown_field',
        'changes.title too_short',
        'changes.status unknown',
        'changes.label_ids format',
      ],
    ],
  ])('SPEC-028.4: %s is refused with the place', async (_, body, places) => {
    const answer = await ann.post('/tasks/bulk', body);
    expect(said(answer)).toBe('422 validation_failed');
    expect(placesOf(answer)).toEqual(places);
  });

  test.each<[string, unknown, string[]]>([
    ['no tasks', undefined, ['tasks required']],
    ['0 tasks', [], ['tasks too_short']],
    ['101 tasks', hundredAndOne.map(() => ({ title: 'One' })), ['tasks too_long']],
    ['no list', { title: 'One' }, ['tasks type']],
    [
      'wrong tasks',
      [{ title: 'One' }, 'Two', { title: 3 }, { title: 'Four', status: 'done' }, {}],
      ['tasks[1] type', 'tasks[2].title type', 'tasks[3].status unknown_field', 'tasks[4].title required'],
    ],
  ])('SPEC-028.4: %s are refused with the place', async (_, tasks, places) => {
    const answer = await ann.post(`/projects/${garden.id}/tasks/bulk`, { tasks });
    expect(said(answer)).toBe('422 validation_failed');
    expect(placesOf(answer)).toEqual(places);
  });
});
