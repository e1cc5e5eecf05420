import { bodyTypeOf } from '../../src/platform/input/bodies/body-type.js';
import { Routes } from '../../src/platform/documents/routes.js';
import { type Cast, castOf } from '../support/access-cast.js';
import { filled } from '../support/access-matrix.js';
import { type TestApp, startApp } from '../support/app.js';
import { HeldRequest } from '../support/held-request.js';

/** So many bodies of one person are on their way at once. */
const MOST = 32;

let app: TestApp;
let cast: Cast;

beforeAll(async () => {
  app = await startApp();
  cast = await castOf(app);
});

afterAll(() => app.stop());

/** Routes that take a body, and whose caller must be somebody. Files are asked about in SPEC-020.11. */
function guarded(): [string, string][] {
  return app
    .get(Routes)
    .all()
    .filter(({ method, rule }) => method !== 'GET' && rule?.kind !== 'public' && rule?.kind !== 'api_key')
    .filter(({ callback }) => !['multipart', 'data'].includes(String(bodyTypeOf(callback))))
    .map(({ method, path }) => [method, path]);
}

test('SPEC-002.24: no route does anything for who has left before the last byte came', async () => {
  const routes = guarded();
  expect(routes.length).toBeGreaterThan(MOST);
  const said: string[] = [];
  while (routes.length > 0) {
    const caller = await app.admin('Root');
    const held = await Promise.all(
      routes.splice(0, MOST).map(async ([method, path]) => {
        const request = await HeldRequest.send(caller, [method, filled(path, cast.rows)], { no_such_field: 1 });
        return { route: `${method} ${path}`, request };
      }),
    );
    expect((await cast.people.administrator.delete(`/users/${caller.id}/sessions`)).status).toBe(200);
    for (const { route, request } of held) {
      const { status, code } = await request.finish();
      if (status !== 401 || code !== 'token_revoked') said.push(`${route}: ${status} ${code}`);
    }
  }
  expect(said).toEqual([]);
});
