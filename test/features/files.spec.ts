import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join as path } from 'node:path';
import { startApp, type TestApp } from '../support/app.js';
import { download, type MadeFile, multipart, MULTIPART, upload, uploaded } from '../support/files.js';
import { make, type MadeTask } from '../support/make.js';
import { join } from '../support/members.js';
import { outcome } from '../support/outcome.js';
import type { Person } from '../support/people.js';

let folder: string;
let app: TestApp;
let ann: Person;
let project: { id: number };
let task: MadeTask;

beforeAll(async () => {
  folder = mkdtempSync(path(tmpdir(), 'fasttrack-files-'));
  app = await startApp({ FILES_DIR: folder, FILE_MAX_MB: '1' });
  ann = await app.person('Ann');
});
beforeEach(async () => {
  project = await make.project(ann);
  task = await make.task(ann, project);
});
afterAll(async () => {
  await app.stop();
  rmSync(folder, { recursive: true });
});

const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

async function filesOf(one: { id: number }): Promise<MadeFile[]> {
  return ((await ann.get(`/tasks/${one.id}/files`)).body.data as { items: MadeFile[] }).items;
}

const incoming = () => readdirSync(path(folder, 'incoming'));

test('SPEC-020.1: who sends a file finds it on the task, byte for byte', async () => {
  const bytes = randomBytes(300_000);
  const { status, body } = await upload(ann, task, bytes, { filename: 'plan.bin' });
  expect(status).toBe(201);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  expect(body.data).toEqual({
    ...{ id: expect.any(Number), task_id: task.id, name: 'plan.bin', size: 300_000 },
    ...{ content_type: 'application/octet-stream', sha256, created_at: expect.stringMatching(/Z$/) },
    author: { id: ann.id, display_name: 'Ann' },
  });
  const made = body.data as MadeFile;
  expect((await ann.get(`/files/${made.id}`)).body.data).toEqual(made);
  expect(await filesOf(task)).toEqual([made]);
  const got = await download(ann, made);
  expect([got.status, got.bytes.equals(bytes), incoming()]).toEqual([200, true, []]);
});
