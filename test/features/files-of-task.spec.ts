import { startApp, type TestApp } from '../support/app.js';
import { anyPlace, type FilePlace } from '../support/file-stores.js';
import { download, type MadeFile, upload, uploaded } from '../support/files.js';
import { make, type MadeTask } from '../support/make.js';
import { join } from '../support/members.js';
import { outcome } from '../support/outcome.js';
import type { Person } from '../support/people.js';

let place: FilePlace;
let app: TestApp;
let ann: Person;
let project: { id: number };
let task: MadeTask;

beforeAll(async () => {
  place = await anyPlace();
  app = await startApp({ ...place.env, FILE_MAX_MB: '1' });
  ann = await app.person('Ann');
});
beforeEach(async () => {
  project = await make.project(ann);
  task = await make.task(ann, project);
});
afterAll(async () => {
  await app.stop();
  await place.remove();
});

describe('The files of a task', () => {
  const FILL = `
    INSERT INTO files (task_id, name, size, content_type, sha256, object_key)
    SELECT $1::bigint, 'n', 0, 'text/plain', '', 'x/' || $1::bigint || '-' || i FROM generate_series(1, $2) i`;

  test('SPEC-020.13: are at most 200, also for those who add at the same moment', async () => {
    await app.database.execute(FILL, [task.id, 197]);
    const answers = await Promise.all(Array.from({ length: 10 }, () => upload(ann, task)));
    const outcomes = answers.map((answer) => outcome(answer).join(' ')).sort();
    expect(outcomes).toEqual(
      [...Array(3).fill('201 '), ...Array(7).fill('409 limit_reached')].map((o) => expect.stringContaining(o.trim())),
    );
    expect((await upload(ann, task)).status).toBe(409);
  });

  test('SPEC-020.15: are listed in pages, the oldest first', async () => {
    const made: number[] = [];
    for (let nth = 0; nth < 3; nth++) made.push((await uploaded(ann, task, `${nth}`)).id);
    await uploaded(ann, await make.task(ann, project));
    const first = (await ann.get(`/tasks/${task.id}/files?limit=2`)).body.data as {
      items: MadeFile[];
      next_cursor: string;
    };
    const rest = await ann.get(`/tasks/${task.id}/files?limit=2&cursor=${first.next_cursor}`);
    const { items, has_more } = rest.body.data as { items: MadeFile[]; has_more: boolean };
    expect([...first.items, ...items].map(({ id }) => id)).toEqual(made);
    expect(has_more).toBe(false);
  });

  test('SPEC-020.14: stay as they are in an archived project', async () => {
    const file = await uploaded(ann, task);
    await ann.patch(`/projects/${project.id}`, { status: 'archived' });
    expect(outcome(await upload(ann, task))).toEqual([409, 'project_archived']);
    expect(outcome(await ann.delete(`/files/${file.id}`))).toEqual([409, 'project_archived']);
    expect((await download(ann, file)).bytes.toString()).toBe('Water the beds.');
  });

  test('SPEC-020.18: have an ETag each', async () => {
    const file = await uploaded(ann, task);
    const { headers } = await ann.get(`/files/${file.id}`);
    expect(headers.etag).toMatch(/^"[^"]+"$/);
    const again = await ann.get(`/files/${file.id}`, { 'If-None-Match': headers.etag ?? '' });
    expect([again.status, again.text]).toEqual([304, '']);
  });

  test('SPEC-020.19: are in the log of events, when they come and when they go', async () => {
    const file = await uploaded(ann, task, 'four', { filename: 'a.txt' });
    await ann.delete(`/files/${file.id}`);
    const events = await app.database.query(
      `SELECT type, data FROM events WHERE subject_type = 'file' AND subject_id = $1 ORDER BY id`,
      [file.id],
    );
    const data = { fileId: file.id, name: 'a.txt', size: 4, taskId: task.id, projectId: project.id };
    expect(events).toMatchObject([
      { type: 'file.added', data },
      { type: 'file.removed', data },
    ]);
  });

  test('SPEC-020.22: go with the task, and stay when the account of their author goes', async () => {
    const ben = await join(app, project, await app.person('Ben'), 'editor');
    const file = await uploaded(ben, task);
    const admin = await app.admin();
    expect((await admin.delete(`/users/${ben.id}`)).status).toBe(200);
    expect((await ann.get(`/files/${file.id}`)).body.data).toMatchObject({ id: file.id, author: null });
    await ann.delete(`/tasks/${task.id}`);
    expect((await ann.get(`/files/${file.id}`)).status).toBe(404);
    const orphaned = "SELECT FROM orphaned_objects WHERE object_key NOT LIKE 'x/%'";
    expect((await app.database.query(orphaned)).length).toBeGreaterThan(0);
  });
});
