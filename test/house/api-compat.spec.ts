import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packageRoot } from '../../src/platform/config/paths.js';

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- a document whose parts are broken one by one
type Document = any;

const root = packageRoot();
const ours = readFileSync(join(root, 'docs/openapi.json'), 'utf8');
const folder = mkdtempSync(join(tmpdir(), 'fasttrack-api-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** What is said of a change of our document. */
function compare(change: (document: Document, schemas: Document) => void): { code: number | null; lines: string[] } {
  const document = JSON.parse(ours);
  change(document, document.components.schemas);
  const file = join(folder, 'changed.json');
  writeFileSync(file, JSON.stringify(document));
  const args = ['scripts/api-compat.mjs', 'docs/openapi.json', file];
  const { status, stdout } = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8' });
  return { code: status, lines: stdout.split('\n').filter((line) => line.startsWith('  ')) };
}

it('SPEC-015.19: our own description breaks nobody', () => {
  const { status, stdout } = spawnSync(process.execPath, ['scripts/api-compat.mjs'], { cwd: root, encoding: 'utf8' });
  expect([status, stdout]).toEqual([0, expect.stringContaining('Nothing breaks')]);
});

it('SPEC-015.19: each break is named, with its place', () => {
  const { code, lines } = compare(({ paths }, schemas) => {
    delete paths['/tasks'].get;
    delete paths['/projects/{id}/tasks'].post.responses['201'];
    paths['/projects'].get.parameters.push({ in: 'query', name: 'colour', required: true, schema: { type: 'string' } });
    paths['/users/me'].get.parameters = [];
    paths['/health/live'].get.security = [{ bearer: [] }];
    schemas.CreateTask.required.push('description');
    delete schemas.CreateTask.properties.due_on;
    schemas.CreateTask.properties.title.maxLength = 10;
    schemas.CreateProject.properties.name.type = 'integer';
    delete schemas.TaskView.properties.title;
    schemas.TaskView.required = schemas.TaskView.required.filter((name: string) => name !== 'status');
    schemas.TaskView.properties.version.type = ['integer', 'null'];
  });
  expect(code).toBe(1);
  expect(lines.map((line) => line.replace(/ \((request|response), first seen at [^)]*\)/, ' ($1)').trim())).toEqual([
    'CreateProject (request).name: no longer takes string',
    'CreateTask (request).title: maxLength is now 10',
    'CreateTask (request): description is now required',
    'CreateTask (request): no longer takes due_on',
    'GET /health/live: now needs a sign-in',
    'GET /projects: query colour is new and required',
    'GET /tasks: is gone',
    'GET /users/me: no longer takes header X-Request-Id',
    'POST /projects/{id}/tasks: no longer answers 201',
    'TaskView (response).version: can now be null',
    'TaskView (response): may now lack status',
    'TaskView (response): no longer has title',
  ]);
});

it('SPEC-015.19: what is only added is not named', () => {
  const { code, lines } = compare(({ paths }, schemas) => {
    paths['/weather'] = { get: { responses: { 200: { description: 'Rain.' } } } };
    paths['/projects'].get.parameters.push({ in: 'query', name: 'colour', schema: { type: 'string' } });
    schemas.CreateTask.properties.colour = { type: 'string' };
    schemas.CreateTask.properties.title.maxLength = 100_000;
    schemas.TaskView.properties.colour = { type: 'string' };
    schemas.TaskView.required.push('colour');
    paths['/tasks'].get.summary = 'Other words.';
    delete paths['/tasks'].get.responses['422'];
  });
  expect([code, lines]).toEqual([0, []]);
});
