import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../src/platform/config/paths.js';
import { Routes, type Route } from '../../src/platform/documents/routes.js';
import { type Cast, castOf, KINDS } from '../support/access-cast.js';
import { explained, filled, type Matrix, matrixOf, pageOf } from '../support/access-matrix.js';
import { type TestApp, startApp } from '../support/app.js';
import { DESCRIPTION } from '../support/openapi.js';
import type { Person } from '../support/people.js';
import type { ApiDocument } from '../../src/platform/documents/openapi/document.js';

const PAGE = join(packageRoot(), 'docs/access.md');
/** Where the page is left as it would be now. */
const FRESH = join(packageRoot(), 'node_modules/.cache/access.md');

let app: TestApp;
let cast: Cast;
let routes: readonly Route[];
let matrix: Matrix;

beforeAll(async () => {
  app = await startApp();
  cast = await castOf(app);
  routes = app.get(Routes).all();
  matrix = await matrixOf(routes, cast);
});

afterAll(() => app.stop());

/** Who is let in at the route itself, so that only the second id can be wrong. */
function askerOf(rule: Route['rule']): Person {
  const { owner, administrator } = cast.people;
  return rule?.kind === 'permission' && rule.of === 'service account' ? administrator : owner;
}

test('SPEC-002.32: who is let in where is what docs/access.md says', () => {
  const page = pageOf(matrix);
  mkdirSync(join(FRESH, '..'), { recursive: true });
  writeFileSync(FRESH, page);
  // You added a route, or changed who may enter. If you meant to: cp node_modules/.cache/access.md docs/access.md, and
  // read the difference twice.
  expect(page).toBe(readFileSync(PAGE, 'utf8'));
});

test('SPEC-017.14: what is explained of each cell is what the API does', async () => {
  const wrong: string[] = [];
  for (const { route, permission, of } of explained(routes)) {
    for (const kind of KINDS.filter((one) => one !== 'anonymous')) {
      const about = `permission=${permission}&${of}_id=${cast.rows[of]}&user_id=${cast.people[kind].id}`;
      const { body } = await cast.people.administrator.get(`/access/explain?${about}`);
      const { allowed } = body.data as { allowed: boolean };
      const isLetIn = matrix.get(`${route.method} ${route.path}`)?.[kind] === 'yes';
      if (allowed !== isLetIn) wrong.push(`${kind} at ${route.method} ${route.path} is explained as ${allowed}`);
    }
  }
  expect(wrong).toEqual([]);
});

test('SPEC-002.33: what is somebody else’s own is not there for anybody but them', async () => {
  const own = routes.filter(({ rule }) => rule?.kind === 'signed_in' && rule.of !== undefined);
  expect(own.length).toBeGreaterThan(1);
  for (const { method, path } of own) {
    const { owner, assignee, administrator } = cast.people;
    const others = /notifications|reminders/.test(path) ? [owner, administrator] : [assignee, administrator];
    for (const other of others) {
      const answers = [filled(path, cast.rows), path.replace(':id', '999999999')].map((one) =>
        other.send(method, one, {}),
      );
      const [theirs, nothing] = (await Promise.all(answers)).map(({ status, body }) => [status, body.error]);
      expect(theirs).toMatchObject([404, { code: 'not_found' }]);
      expect(theirs).toEqual(nothing);
    }
  }
});

describe('A second id', () => {
  test('SPEC-017.15: in a path, of another project, is the id of nothing', async () => {
    const two = routes.filter(({ path, rule }) => (path.match(/:/g) ?? []).length > 1 && rule?.kind === 'permission');
    expect(two.length).toBeGreaterThan(1);
    for (const { method, path, rule } of two) {
      const answer = await askerOf(rule).send(
        method,
        filled(path, cast.rows, cast.foreign),
        method === 'PATCH' ? {} : undefined,
      );
      expect([method, path, answer.status]).toEqual([method, path, 404]);
    }
  });

  /** Ids in bodies that name people: who may be named is said there, and belongs to no project. */
  const OF_PEOPLE = ['assignee_id', 'owner_id', 'new_owner_id', 'user_id', 'mention_ids'];
  /** Ids in bodies that name a row of a project. */
  const OF_ROWS: Record<string, keyof Cast['foreign']> = {
    muted_project_ids: 'project',
    label_ids: 'label',
    parent_id: 'task',
    before_id: 'task',
    after_id: 'task',
    task_id: 'task',
    project_id: 'project',
    project_ids: 'project',
  };

  test('SPEC-017.15: in a body, of another project, is refused', async () => {
    const document = JSON.parse(readFileSync(DESCRIPTION, 'utf8')) as ApiDocument;
    for (const { method, path, rule } of routes) {
      const operation = document.paths[path.replaceAll(/:(\w+)/g, '{$1}')]?.[method.toLowerCase()];
      for (const field of idsIn(document, operation)) {
        if (OF_PEOPLE.includes(field)) continue;
        const row = OF_ROWS[field];
        if (!row) throw new Error(`Say in OF_ROWS or OF_PEOPLE what ${field} of ${method} ${path} names.`);
        const id = field.endsWith('s') ? [cast.foreign[row]] : cast.foreign[row];
        const answer = await askerOf(rule).send(method, filled(path, cast.rows), { [field]: id });
        expect([method, path, field, answer.status]).toEqual([method, path, field, 422]);
      }
    }
  });
});

function idsIn(document: ApiDocument, operation: ApiDocument['paths'][string][string] | undefined): string[] {
  const { schema } = Object.values(operation?.requestBody?.content ?? {})[0] ?? {};
  const name =
    String((schema as { $ref?: string } | undefined)?.$ref ?? '')
      .split('/')
      .at(-1) ?? '';
  const { properties = {} } = (document.components.schemas[name] ?? {}) as { properties?: object };
  return Object.keys(properties).filter((field) => /_ids?$/.test(field));
}
