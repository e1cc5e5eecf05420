import { startApp, startBeside, type TestApp } from '../support/app.js';
import { make } from '../support/make.js';
import { outcome } from '../support/outcome.js';
import type { Person } from '../support/people.js';
import { statementsOf } from '../support/statements.js';

interface Shown {
  id: number;
  version: number;
  updated_at: string;
  labels: { id: number; name: string; color: string }[];
}

let app: TestApp;
let beside: TestApp;
let ann: Person;
let project: { id: number };
/** Made in this order, and shown in another. */
let zinc: { id: number };
let apple: { id: number };
let moss: { id: number };

beforeAll(async () => {
  app = await startApp();
  beside = await startBeside(app);
  ann = await app.person('Ann');
});

beforeEach(async () => {
  project = await make.project(ann);
  zinc = await make.label(ann, project, { name: 'zinc', color: '#111111' });
  apple = await make.label(ann, project, { name: 'apple', color: '#222222' });
  moss = await make.label(ann, project, { name: 'Moss', color: '#333333' });
});

afterAll(async () => {
  await beside.stop();
  await app.stop();
});

async function seen(id: number): Promise<Shown> {
  return (await ann.get(`/tasks/${id}`)).body.data;
}

const namesOf = ({ labels }: Shown) => labels.map(({ name }) => name).join(' ');

async function taskWith(...labels: { id: number }[]): Promise<Shown> {
  return seen((await make.task(ann, project, { label_ids: labels.map(({ id }) => id) })).id);
}

describe('The labels of a task', () => {
  test('SPEC-019.9: are those that were sent, by name, wherever the task is shown', async () => {
    const made = (
      await ann.post(`/projects/${project.id}/tasks`, {
        title: 'Sow',
        label_ids: [zinc.id, moss.id, apple.id],
      })
    ).body.data as Shown;
    const shown = [
      { id: apple.id, name: 'apple', color: '#222222' },
      { id: moss.id, name: 'Moss', color: '#333333' },
      { id: zinc.id, name: 'zinc', color: '#111111' },
    ];
    expect(made.labels).toEqual(shown);
    await ann.patch(`/tasks/${made.id}`, { assignee_id: ann.id });
    expect((await seen(made.id)).labels).toEqual(shown);
    const lists = ['/tasks?assignee_id=me', '/tasks', `/projects/${project.id}/tasks`];
    for (const list of [...lists, `/projects/${project.id}/tasks?status=todo`]) {
      const path = `${list}${list.includes('?') ? '&' : '?'}limit=100`;
      const { items } = (await ann.get(path)).body.data as { items: Shown[] };
      expect(items.find(({ id }) => id === made.id)?.labels).toEqual(shown);
    }
  });

  test('SPEC-019.9: stay where none are sent, and are replaced by those that are', async () => {
    const { id } = await taskWith(zinc, moss);
    await ann.patch(`/tasks/${id}`, { title: 'Other' });
    expect(namesOf(await seen(id))).toBe('Moss zinc');
    const answer = await ann.patch(`/tasks/${id}`, { label_ids: [apple.id, zinc.id] });
    expect(namesOf(answer.body.data as Shown)).toBe('apple zinc');
    expect(namesOf(await seen(id))).toBe('apple zinc');
    expect((await ann.patch(`/tasks/${id}`, { label_ids: [] })).body.data).toMatchObject({ labels: [] });
    expect(namesOf(await seen(id))).toBe('');
    expect(outcome(await ann.patch(`/tasks/${id}`, { label_ids: null }))).toEqual([422, 'validation_failed']);
  });

  test('SPEC-019.10: are at most 20 different ones of its project', async () => {
    const foreign = await make.label(ann, await make.project(ann));
    const many = await Promise.all(
      Array.from({ length: 21 }, (_, nth) => make.label(ann, project, { name: `label ${nth}` })),
    );
    const ids = many.map(({ id }) => id);
    const { id } = await taskWith(zinc);
    for (const wrong of [[zinc.id, foreign.id], [999_999_999], [zinc.id, zinc.id], ids, ['zinc'], zinc.id]) {
      const answers = [
        await ann.post(`/projects/${project.id}/tasks`, { title: 'Sow', label_ids: wrong }),
        await ann.patch(`/tasks/${id}`, { title: 'Changed', label_ids: wrong }),
      ];
      for (const answer of answers) {
        expect([answer.status, answer.body.error?.details[0]?.field]).toEqual([422, 'label_ids']);
      }
    }
    expect(await seen(id)).toMatchObject({ version: 1, title: 'Water the beds', labels: [{ id: zinc.id }] });
    expect((await ann.patch(`/tasks/${id}`, { label_ids: ids.slice(1) })).status).toBe(200);
  });

  test('SPEC-019.11: are part of it, so that other ones are another version', async () => {
    const made = await taskWith(zinc, moss);
    const same = await ann.patch(`/tasks/${made.id}`, { label_ids: [moss.id, zinc.id] });
    expect(same.body.data).toMatchObject({ version: 1, updated_at: made.updated_at });
    const other = await ann.patch(`/tasks/${made.id}`, { label_ids: [moss.id] });
    expect((other.body.data as Shown).version).toBe(2);
    expect(await seen(made.id)).toEqual(other.body.data);
    expect((other.body.data as Shown).updated_at >= made.updated_at).toBe(true);
    const { items } = (await (await app.admin()).get('/audit/events?type=task.changed&limit=1')).body.data as {
      items: { data: { changes: object } }[];
    };
    expect(items[0]?.data.changes).toEqual({ label_ids: { old: [zinc.id, moss.id], new: [moss.id] } });
  });

  test('SPEC-019.6, SPEC-019.12: are shown as they are now, and make another ETag', async () => {
    const { id } = await taskWith(zinc, moss);
    const bare = await taskWith();
    const tags: string[] = [(await ann.get(`/tasks/${id}`)).headers.etag as string];
    const before = (await ann.get(`/tasks/${bare.id}`)).headers.etag;
    for (const fields of [{ name: 'ash' }, { color: '#abcdef' }, { name: 'zinc', color: '#111111' }]) {
      expect((await ann.patch(`/labels/${zinc.id}`, fields)).body.data).toMatchObject(fields);
      const { headers, body } = await ann.get(`/tasks/${id}`);
      expect((body.data as Shown).labels.find((label) => label.id === zinc.id)).toMatchObject(fields);
      expect((body.data as Shown).version).toBe(1);
      tags.push(headers.etag as string);
    }
    expect(tags[3]).toBe(tags[0]);
    expect(new Set(tags).size).toBe(3);
    expect((await ann.get(`/tasks/${id}`, { 'If-None-Match': tags[1] as string })).status).toBe(200);
    expect((await ann.get(`/tasks/${id}`, { 'If-None-Match': tags[0] as string })).status).toBe(304);
    expect((await ann.get(`/tasks/${bare.id}`)).headers.etag).toBe(before);
    const written = await ann.patch(`/tasks/${id}`, { title: 'Weed' }, { 'If-Match': tags[0] as string });
    expect([written.status, written.headers.etag]).toEqual([200, expect.stringMatching(/^"2\./)]);
  });

  test('SPEC-019.7, SPEC-019.12: are fewer when one of them is deleted', async () => {
    const { id } = await taskWith(zinc, moss);
    const { etag } = (await ann.get(`/tasks/${id}`)).headers;
    const answer = await ann.delete(`/labels/${zinc.id}`);
    expect([answer.status, answer.body.data]).toEqual([200, null]);
    const { headers, body } = await ann.get(`/tasks/${id}`);
    expect([namesOf(body.data as Shown), (body.data as Shown).version]).toEqual(['Moss', 1]);
    expect(headers.etag).not.toBe(etag);
    expect(outcome(await ann.delete(`/labels/${zinc.id}`))).toEqual([404, 'not_found']);
  });

  test('SPEC-019.14: come with a page of tasks in its one statement', async () => {
    for (let nth = 0; nth < 3; nth++) await taskWith(zinc, moss, apple);
    for (const path of [`/projects/${project.id}/tasks`, `/projects/${project.id}/tasks?status=todo`, '/tasks']) {
      await ann.get(path);
      const asked = await statementsOf(app, () => ann.get(path));
      expect(asked.filter(({ text }) => /FROM (tasks|task_labels|labels)\b/.test(text))).toHaveLength(1);
    }
  });

  test('SPEC-019.15: are never one that was deleted at the same moment', async () => {
    const { id } = await taskWith(apple);
    const answers = await Promise.all([
      ...Array.from({ length: 6 }, (_, nth) =>
        (nth % 2 ? beside : app).as(ann).patch(`/tasks/${id}`, { label_ids: nth % 3 ? [moss.id] : [moss.id, zinc.id] }),
      ),
      ...Array.from({ length: 6 }, (_, nth) =>
        (nth % 2 ? beside : app)
          .as(ann)
          .post(`/projects/${project.id}/tasks`, { title: `New ${nth}`, label_ids: [moss.id] }),
      ),
      beside.as(ann).delete(`/labels/${moss.id}`),
    ]);
    for (const answer of answers) expect([200, 201, 422]).toContain(answer.status);
    const { items } = (await ann.get(`/projects/${project.id}/tasks?limit=100`)).body.data as { items: Shown[] };
    for (const task of items) expect(namesOf(task)).not.toContain('Moss');
  });
});
