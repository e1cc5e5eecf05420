import { startApp, type TestApp } from '../support/app.js';
import { make } from '../support/make.js';
import { outcome } from '../support/outcome.js';
import type { Person } from '../support/people.js';

let app: TestApp;
let ann: Person;
let bob: Person;
let eve: Person;
let admin: Person;
/** Two projects of Ann's and one of Bob's. */
let garden: { id: number };
let kitchen: { id: number };
let workshop: { id: number };

beforeAll(async () => {
  app = await startApp();
  [ann, bob, eve] = await Promise.all([app.person('Ann'), app.person('Bob'), app.person('Eve')]);
  admin = await app.admin();
  [garden, kitchen, workshop] = [await make.project(ann), await make.project(ann), await make.project(bob)];
  const begun = async (person: Person, { id }: { id: number }, ...steps: string[]) => {
    for (const status of steps) await person.patch(`/tasks/${id}`, { status });
  };
  await make.task(ann, garden, { title: 'sow', priority: 'high', assignee_id: bob.id });
  await begun(ann, await make.task(ann, garden, { title: 'weed', assignee_id: ann.id }), 'in_progress');
  await make.task(ann, kitchen, { title: 'cook', priority: 'low' });
  await begun(ann, await make.task(ann, garden, { title: 'rake', priority: 'low' }), 'in_progress', 'done');
  await make.task(bob, workshop, { title: 'saw', assignee_id: ann.id });
  await make.task(bob, workshop, { title: 'glue', priority: 'high', assignee_id: eve.id });
  await begun(bob, await make.task(bob, workshop, { title: 'oil', assignee_id: ann.id }), 'in_progress', 'done');
});

afterAll(() => app.stop());

async function titles(person: Person, path: string): Promise<string> {
  const answer = await person.get(path);
  if (answer.status !== 200) throw new Error(`${path} answered ${answer.status} ${answer.text}`);
  return (answer.body.data as { items: { title: string }[] }).items.map(({ title }) => title).join(' ');
}

describe('The tasks of a project', () => {
  test('SPEC-003.6: are all of them and no other, in the order of their ids', async () => {
    for (const person of [ann, admin]) {
      expect(await titles(person, `/projects/${garden.id}/tasks`)).toBe('sow weed rake');
      expect(await titles(person, `/projects/${kitchen.id}/tasks`)).toBe('cook');
    }
    for (const stranger of [bob, eve]) {
      expect(outcome(await stranger.get(`/projects/${garden.id}/tasks`))).toEqual([403, 'forbidden']);
    }
  });

  test.each([
    ['status=todo', 'sow'],
    ['status=done', 'rake'],
    ['status=done,todo', 'sow rake'],
    ['status=todo,in_progress,done', 'sow weed rake'],
    ['priority=medium', 'weed'],
    ['priority=high,low', 'sow rake'],
    ['status=todo,in_progress&priority=high,medium', 'sow weed'],
    ['status=todo&priority=low', ''],
  ])('SPEC-003.7: are filtered by status and priority: %s', async (filter, found) => {
    expect(await titles(ann, `/projects/${garden.id}/tasks?${filter}`)).toBe(found);
  });

  test.each(['status=begun', 'status=', 'status=todo,', 'priority=urgent', 'status=todo&status=done'])(
    'SPEC-003.7: are not filtered by what there is not: %s',
    async (filter) => {
      expect(outcome(await ann.get(`/projects/${garden.id}/tasks?${filter}`))).toEqual([422, 'validation_failed']);
      expect(outcome(await ann.get(`/tasks?${filter}`))).toEqual([422, 'validation_failed']);
    },
  );

  test('SPEC-003.8: are filtered by assignee', async () => {
    const path = `/projects/${garden.id}/tasks`;
    expect(await titles(ann, `${path}?assignee_id=${bob.id}`)).toBe('sow');
    expect(await titles(ann, `${path}?assignee_id=me`)).toBe('weed');
    expect(await titles(ann, `${path}?assignee_id=none`)).toBe('rake');
    expect(await titles(ann, `${path}?assignee_id=none&status=todo`)).toBe('');
    expect(await titles(ann, `${path}?assignee_id=999999999`)).toBe('');
    for (const nobody of ['', 'you', '0', '-1', '1.5', 'me,none', 'null']) {
      expect(outcome(await ann.get(`${path}?assignee_id=${nobody}`))).toEqual([422, 'validation_failed']);
    }
    expect(outcome(await ann.get(`${path}?project_id=${garden.id}`))).toEqual([422, 'validation_failed']);
  });
});

describe('All tasks that a person may read', () => {
  test('SPEC-003.9: are those of their projects and those assigned to them, each once', async () => {
    expect(await titles(ann, '/tasks')).toBe('sow weed cook rake saw oil');
    expect(await titles(bob, '/tasks')).toBe('sow saw glue oil');
    expect(await titles(eve, '/tasks')).toBe('glue');
    expect(await titles(admin, '/tasks')).toBe('sow weed cook rake saw glue oil');
  });

  test.each([
    ['status=todo', 'sow cook saw', 'sow cook saw glue'],
    ['status=in_progress,done', 'weed rake oil', 'weed rake oil'],
    ['priority=high', 'sow', 'sow glue'],
    ['status=todo&priority=low,high', 'sow cook', 'sow cook glue'],
    ['assignee_id=none', 'cook rake', 'cook rake'],
    ['assignee_id=none&status=todo&priority=low', 'cook', 'cook'],
  ])('SPEC-003.7, SPEC-003.8: are filtered: %s', async (filter, annSees, adminSees) => {
    expect(await titles(ann, `/tasks?${filter}`)).toBe(annSees);
    expect(await titles(admin, `/tasks?${filter}`)).toBe(adminSees);
  });

  test('SPEC-003.8: are filtered by assignee, who may be oneself', async () => {
    expect(await titles(ann, '/tasks?assignee_id=me')).toBe('weed saw oil');
    expect(await titles(ann, `/tasks?assignee_id=${ann.id}&status=todo`)).toBe('saw');
    expect(await titles(ann, `/tasks?assignee_id=${bob.id}`)).toBe('sow');
    expect(await titles(ann, `/tasks?assignee_id=${eve.id}`)).toBe('');
    expect(await titles(admin, `/tasks?assignee_id=${ann.id}`)).toBe('weed saw oil');
    expect(await titles(admin, '/tasks?assignee_id=me')).toBe('');
    expect(await titles(admin, `/tasks?assignee_id=${ann.id}&project_id=${workshop.id}`)).toBe('saw oil');
  });

  test('SPEC-003.10: are narrowed to a project, never beyond what they may read', async () => {
    expect(await titles(ann, `/tasks?project_id=${garden.id}`)).toBe('sow weed rake');
    expect(await titles(ann, `/tasks?project_id=${workshop.id}`)).toBe('saw oil');
    expect(await titles(ann, `/tasks?project_id=${workshop.id}&status=done&assignee_id=me`)).toBe('oil');
    expect(await titles(bob, `/tasks?project_id=${garden.id}`)).toBe('sow');
    expect(await titles(eve, `/tasks?project_id=${garden.id}`)).toBe('');
    expect(await titles(admin, `/tasks?project_id=${garden.id}&priority=high,low`)).toBe('sow rake');
    expect(await titles(admin, '/tasks?project_id=999999999')).toBe('');
    expect(outcome(await ann.get('/tasks?project_id=me'))).toEqual([422, 'validation_failed']);
  });

  test('SPEC-003.9: stay with the former owner of their project until they leave it', async () => {
    const cy = await app.person('Cy');
    const project = await make.project(cy);
    await make.task(cy, project, { title: 'mine' });
    await make.task(cy, project, { title: 'hers' });
    await cy.patch(`/projects/${project.id}`, { owner_id: eve.id });
    for (const member of [cy, eve]) expect(await titles(member, '/tasks')).toContain('mine hers');
    expect((await cy.delete(`/projects/${project.id}/members/${cy.id}`)).status).toBe(200);
    expect(await titles(cy, '/tasks')).toBe('');
    expect(await titles(eve, '/tasks')).toBe('glue mine hers');
    await eve.delete(`/projects/${project.id}`);
  });
});
