import { type TestApp, startApp } from '../support/app.js';
import { linkTo } from '../support/invitations.js';
import { Mailbox } from '../support/mailbox.js';
import { make, type MadeProject, type MadeTask } from '../support/make.js';
import { join } from '../support/members.js';
import { said } from '../support/outcome.js';
import type { Person } from '../support/people.js';
import { relate, relationsOf } from '../support/relations.js';
import { named, search } from '../support/search.js';

let app: TestApp;
let mailbox: Mailbox;
let ann: Person;
let ben: Person;
let project: MadeProject;
let task: MadeTask;

beforeAll(async () => {
  mailbox = await Mailbox.open();
  app = await startApp({ SMTP_URL: mailbox.url });
});

beforeEach(async () => {
  [ann, ben] = [await app.person('Ann'), await app.person('Ben')];
  project = await make.project(ann, { name: 'Orchard' });
  task = await make.task(ann, project, { title: 'Prune the medlar', assignee_id: ben.id });
});

afterAll(async () => {
  await app.stop();
  await mailbox.close();
});

const idsOf = async (person: Person, path: string) =>
  ((await person.get(path)).body.data as { items: { id: number }[] }).items.map(({ id }) => id);

describe('Of a task in the trash', () => {
  test('SPEC-025.16: nothing is shown, and nothing can be added, until it is restored', async () => {
    const label = await make.label(ann, project);
    await ann.patch(`/tasks/${task.id}`, { label_ids: [label.id] });
    const child = await make.task(ann, project, { parent_id: task.id });
    const comment = await make.comment(ann, task, 'Medlars are late');
    await ben.post(`/tasks/${task.id}/watch`);
    const seen = async () => [
      await idsOf(ben, '/tasks?watching=true'),
      await idsOf(ann, `/tasks?label_id=${label.id}`),
      await idsOf(ann, `/projects/${project.id}/tasks?query=medlar`),
      named(await search(ann, 'medlar')),
    ];
    const before = await seen();
    expect(before.slice(0, 3)).toEqual([[task.id], [task.id], [task.id]]);
    expect(before[3]).toHaveLength(2);

    await ann.delete(`/tasks/${task.id}`);
    expect(await seen()).toEqual([[], [], [], []]);
    expect(await search(ann, task.ref)).toEqual([]);
    for (const path of ['', '/history', '/comments', '/relations', '/watchers'])
      expect(said(await ann.get(`/tasks/${task.id}${path}`))).toBe('404 not_found');
    for (const refused of [
      await ben.post(`/tasks/${task.id}/watch`),
      await ann.patch(`/comments/${comment.id}`, { body: 'Early' }),
      await ann.post(`/tasks/${task.id}/move`, { to: 'first' }),
      await ann.patch(`/tasks/${task.ref}`, { title: 'Late' }),
    ])
      expect(said(refused)).toBe('404 not_found');
    const nested = await ann.post(`/projects/${project.id}/tasks`, { title: 'Below', parent_id: task.id });
    expect(nested.body.error?.details).toMatchObject([{ field: 'parent_id', code: 'unknown' }]);

    await ann.post(`/tasks/${task.id}/restore`);
    expect(await seen()).toEqual(before);
    expect(await idsOf(ann, `/tasks/${task.id}/history`)).not.toEqual([]);
    expect(await idsOf(ann, `/projects/${project.id}/tasks?parent_id=${task.id}`)).toEqual([child.id]);
  });

  test('SPEC-025.16: relations are not seen from their other ends, and a label that is deleted meanwhile is gone', async () => {
    const other = await make.task(ann, project);
    await relate(ann, other, 'blocked_by', task);
    const label = await make.label(ann, project);
    await ann.patch(`/tasks/${task.id}`, { label_ids: [label.id] });
    await ann.delete(`/tasks/${task.id}`);
    expect(await relationsOf(ann, other)).toEqual([]);
    expect(said(await relate(ann, other, 'relates_to', task))).toBe('422 validation_failed');
    await ann.delete(`/labels/${label.id}`);
    await ann.post(`/tasks/${task.id}/restore`);
    expect(await relationsOf(ann, other)).toMatchObject([{ type: 'blocked_by', task: { id: task.id } }]);
    expect((await ann.get(`/tasks/${task.id}`)).body.data).toMatchObject({ labels: [] });
  });
});

describe('Of a project in the trash', () => {
  test('SPEC-025.17: nothing is shown, and nothing can be added, until it is restored', async () => {
    const label = await make.label(ann, project);
    const outside = await make.task(ann, await make.project(ann));
    await relate(ann, outside, 'blocks', task);
    await join(app, project, ben, 'viewer');
    await ben.post(`/tasks/${task.id}/watch`);
    const found = async () => named(await search(ben, 'orchard')).concat(named(await search(ben, 'medlar')));
    const before = await found();
    expect(before).toEqual([`project ${project.id}`, `task ${task.id}`]);

    await ann.delete(`/projects/${project.id}`);
    expect(await found()).toEqual([]);
    expect(await search(ann, task.ref)).toEqual([]);
    expect(await idsOf(ben, '/tasks?watching=true')).toEqual([]);
    expect(await relationsOf(ann, outside)).toEqual([]);
    expect(said(await relate(ann, outside, 'relates_to', task))).toBe('422 validation_failed');
    expect(said(await ann.post(`/tasks/${outside.id}/move`, { project_id: project.id }))).toBe('422 validation_failed');
    for (const path of ['history', 'watchers', 'relations'])
      expect(said(await ann.get(`/tasks/${task.id}/${path}`))).toBe('404 not_found');
    for (const refused of [
      await ann.get(`/projects/${project.id}/labels`),
      await ann.patch(`/labels/${label.id}`, { name: 'new' }),
      await ann.delete(`/labels/${label.id}`),
      await ann.post(`/projects/${project.id}/invitations`, { email: 'guest@example.org', role: 'viewer' }),
    ])
      expect(said(refused)).toBe('404 not_found');

    await ann.post(`/projects/${project.id}/restore`);
    expect(await found()).toEqual(before);
    expect(await idsOf(ann, `/projects/${project.id}/labels`)).toEqual([label.id]);
    expect(await relationsOf(ann, outside)).toMatchObject([{ type: 'blocks', task: { id: task.id } }]);
  });

  test('SPEC-025.18: nobody is known from there, and no link leads there', async () => {
    await join(app, project, ben, 'viewer');
    const token = await linkTo(app, mailbox, { inviter: ann, project });
    const second = await make.project(ann);
    const inspect = async () => said(await app.http.post('/invitations/inspect', { token }));
    const known = async () => [await idsOf(ann, '/people'), await idsOf(ann, '/people?query=be')];
    const add = async () => said(await ann.post(`/projects/${second.id}/members`, { user_id: ben.id, role: 'viewer' }));
    expect(await known()).toEqual([[ann.id, ben.id], [ben.id]]);
    expect(await inspect()).toBe('200');

    await ann.delete(`/projects/${project.id}`);
    expect(await known()).toEqual([[ann.id], []]);
    expect(await inspect()).toBe('422 invalid_token_link');
    expect(await add()).toBe('422 validation_failed');

    await ann.post(`/projects/${project.id}/restore`);
    expect(await known()).toEqual([[ann.id, ben.id], [ben.id]]);
    expect(await inspect()).toBe('200');
    expect(await add()).toBe('201');
  });
});
