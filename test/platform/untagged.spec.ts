import { type TestApp, startApp } from '../support/app.js';
import { invite, newAddress } from '../support/invitations.js';
import { make } from '../support/make.js';
import { join } from '../support/members.js';
import type { Person } from '../support/people.js';

/** No row has come to this version. */
const OTHER = { 'If-Match': '"999"' };

let app: TestApp;
let ann: Person;
let project: { id: number };
let task: { id: number };

beforeAll(async () => {
  app = await startApp();
  ann = await app.person('Ann');
  project = await make.project(ann);
  task = await make.task(ann, project);
});

afterAll(() => app.stop());

const idOf = (answer: { body: { data?: unknown } }) => (answer.body.data as { id: number }).id;

/** Things that are changed by the path of what they belong to, or whose readers see no version. */
const PLACES: Record<string, () => Promise<string>> = {
  label: async () => `/labels/${(await make.label(ann, project)).id}`,
  member: async () =>
    `/projects/${project.id}/members/${(await join(app, project, await app.person('Mia'), 'viewer')).id}`,
  invitation: async () => `/projects/${project.id}/invitations/${idOf(await invite(ann, project, newAddress()))}`,
  relation: async () =>
    `/tasks/${task.id}/relations/${(await make.relation(ann, task, await make.task(ann, project))).id}`,
  watch: () => Promise.resolve(`/tasks/${task.id}/watch`),
  reminder: async () => `/reminders/${(await make.reminder(ann, task)).id}`,
};

const CHANGES: Record<string, object> = { label: { color: '#00cc00' }, member: { role: 'editor' } };

describe('What has no ETag of its own', () => {
  test.each(Object.keys(PLACES))('SPEC-008.27: is changed and deleted whatever `If-Match` says (%s)', async (name) => {
    const place = (await PLACES[name]?.()) ?? '';
    if (CHANGES[name]) {
      const changed = await ann.patch(place, CHANGES[name], OTHER);
      expect([changed.status, changed.headers.etag]).toEqual([200, undefined]);
    }
    expect((await ann.delete(place, undefined, OTHER)).status).toBe(200);
  });

  test('SPEC-008.27: leaves what it belongs to under the guard of its own ETag', async () => {
    for (const place of [`/projects/${project.id}`, `/tasks/${task.id}`]) {
      expect((await ann.patch(place, { description: 'Late' }, OTHER)).status).toBe(412);
      expect((await ann.delete(place, undefined, OTHER)).status).toBe(412);
    }
    expect((await ann.post(`/tasks/${task.id}/move`, { to: 'last' }, OTHER)).status).toBe(412);
  });
});
