import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../src/platform/config/paths.js';
import type { ApiDocument, Operation } from '../../src/platform/documents/openapi/document.js';
import { Routes } from '../../src/platform/documents/routes.js';
import { type TestApp, startApp } from '../support/app.js';
import { compileSchemas, conforms, DESCRIPTION, PAGES } from '../support/openapi.js';

const BUILT = join(packageRoot(), 'dist/openapi.json');

let app: TestApp;
let document: ApiDocument;

/** The description exists only in the build: there the compiler has written down types and comments. */
beforeAll(async () => {
  const built = spawnSync(process.execPath, ['scripts/build.mjs', '--if-stale'], {
    cwd: packageRoot(),
    encoding: 'utf8',
  });
  if (built.status !== 0) throw new Error(`The program does not build:\n${built.stdout}${built.stderr}`);
  document = JSON.parse(readFileSync(BUILT, 'utf8')) as ApiDocument;
  app = await startApp();
}, 120_000);

afterAll(() => app?.stop());

function operations(): [string, Operation][] {
  return Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]): [string, Operation] => [
      `${method.toUpperCase()} ${path}`,
      operation,
    ]),
  );
}

describe('The API description', () => {
  test('SPEC-015.8: is the one that is committed', () => {
    // You changed what the API takes or answers. If you meant to, run: npm run openapi, and read the difference.
    expect(document).toEqual(JSON.parse(readFileSync(DESCRIPTION, 'utf8')));
  });

  test('SPEC-015.6: is what the program serves', async () => {
    const served = await app.http.get('/openapi.json');
    expect(served.status).toBe(200);
    expect(served.body).toEqual(document);
  });

  test('SPEC-015.8: has every route, and no other', () => {
    const routes = app
      .get(Routes)
      .all()
      .filter(({ path }) => !PAGES.test(path));
    const names = routes.map(({ method, path }) => `${method} ${path.replaceAll(/:(\w+)/g, '{$1}')}`);
    expect(
      operations()
        .map(([name]) => name)
        .sort(),
    ).toEqual(names.sort());
  });

  test('is valid JSON Schema throughout', () => {
    expect(() => compileSchemas(document)).not.toThrow();
  });

  test('refers to nothing that is not there', () => {
    const text = JSON.stringify(document);
    const missing = [...text.matchAll(/"#\/components\/(\w+)\/([^"]+)"/g)].filter(([, kind = '', name = '']) => {
      return !Object.hasOwn(document.components[kind as keyof ApiDocument['components']] ?? {}, name);
    });
    expect(missing.map(([reference]) => reference)).toEqual([]);
  });

  test('says of every route in a sentence what it does', () => {
    // The comment above a controller's method is published: say there what the path can't.
    expect(
      operations()
        .filter(([, { summary }]) => !summary)
        .map(([name]) => name),
    ).toEqual([]);
  });

  test('gives every operation a name of its own', () => {
    const names = operations().map(([, { operationId }]) => operationId);
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
  });

  test('leaves no answer and no body without a shape', () => {
    // Return a view class, and take a dto class: an interface or a union leaves the compiler nothing to write down.
    const shapeless = operations().filter(([, { requestBody, responses }]) => {
      const bodies = Object.values(requestBody?.content ?? {}).map(({ schema }) => schema);
      const answers = Object.entries(responses).filter(([status]) => status.startsWith('2'));
      const data = answers.map(([, answer]) => JSON.stringify(answer)).join();
      return (
        // A file has none, where it comes as it is; beside that it comes as a part.
        (bodies.length > 0 && !bodies.some((schema) => schema.$ref)) ||
        data.includes('"data":{"type":"object"}') ||
        data.includes('"data":{}')
      );
    });
    expect(shapeless.map(([name]) => name)).toEqual([]);
  });

  test('names only codes that the program has', () => {
    // A code in @Fails that nobody throws: a slip of the pen, or a failure that went away.
    const sources = spawnSync(
      'grep',
      [
        '-rhoE',
        "'[a-z_]+'",
        join(packageRoot(), 'src'),
        '--include=*.ts',
        '--exclude=*.controller.ts',
        '--exclude=failures.ts',
      ],
      { encoding: 'utf8', maxBuffer: 1 << 26 },
    );
    const words = new Set(sources.stdout.split('\n').map((word) => word.slice(1, -1)));
    const codes = Object.keys(document.components.responses).flatMap((name) => name.split('.').slice(1));
    expect([...new Set(codes)].filter((code) => /^[a-z]/.test(code) && !words.has(code))).toEqual([]);
  });
});

describe('An answer that the description does not know', () => {
  const failure = (code: string) => ({
    data: null,
    error: { code, message: '', details: [] },
    meta: { request_id: 'r' },
  });

  test('is caught by its status, its code, a field too many and one too few', () => {
    expect(conforms('GET', '/health/live', 200, { data: { status: 'live' }, error: null, meta: {} })).toBeNull();
    expect(conforms('GET', '/health/live', 201, {})).toContain('none of its answers');
    expect(conforms('GET', '/health/live', 200, { data: { status: 'well' }, error: null, meta: {} })).toContain(
      '/data/status',
    );
    expect(conforms('GET', '/health/live', 200, { data: {}, error: null, meta: {} })).toContain(
      "required property 'status'",
    );
    expect(conforms('GET', '/health/live', 200, { data: { status: 'live', x: 1 }, error: null, meta: {} })).toContain(
      'additional',
    );
    expect(conforms('GET', '/metrics', 403, failure('invalid_api_key'))).toBeNull();
    expect(conforms('GET', '/metrics', 403, failure('forbidden'))).toContain('/error/code');
    expect(conforms('GET', '/nowhere', 200, {})).toContain('no such operation');
  });
});
