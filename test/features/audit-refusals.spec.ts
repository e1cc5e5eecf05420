import { Refusals } from '../../src/platform/access/refusals.js';
import { errors } from '../../src/platform/errors/errors.js';
import { Events } from '../../src/platform/events/events.js';
import type { Request } from '../../src/platform/request/request.js';
import { type TestApp, startApp } from '../support/app.js';
import { make } from '../support/make.js';
import { until } from '../support/until.js';

interface Entry {
  data: { method: string; route: string; missing: string | null; left_out?: number };
}

let app: TestApp;
beforeAll(async () => {
  app = await startApp();
});
afterAll(() => app.stop());

async function refusalsOf(id: number): Promise<Entry['data'][]> {
  const auditor = await app.admin();
  const { body } = await auditor.get(`/audit/events?type=request.refused&user_id=${id}&limit=100`);
  return (body.data as { items: Entry[] }).items.map(({ data }) => data);
}

test('SPEC-016.12: many refusals on one route do not hide those on others', async () => {
  const project = await make.project(await app.person('Olga Owner'));
  const nora = await app.person('Nora Nosy');
  for (let nth = 0; nth < 62; nth++) await nora.get(`/projects/${project.id}`);
  await nora.delete(`/projects/${project.id}`);
  await nora.patch(`/projects/${project.id}`, { name: 'Mine' });
  await nora.get('/users');
  const found = (await refusalsOf(nora.id)).map(({ method, route }) => `${method} ${route}`);
  expect(found.slice(0, 3)).toEqual(['GET /users', 'PATCH /projects/:id', 'DELETE /projects/:id']);
  expect(found.slice(3)).toEqual(Array<string>(60).fill('GET /projects/:id'));
});

describe('What is left out', () => {
  const refused = errors.forbidden({ field: 'permission', code: 'read_user', message: 'No.' });
  const request = (route: string) =>
    ({
      method: 'GET',
      route: { path: route },
      params: {},
      headers: {},
      ip: '192.0.2.1',
      requestId: 'left-out',
    }) as unknown as Request;

  async function leftOut(route: string): Promise<(number | undefined)[]> {
    const rows = await app.database.query<{ data: { leftOut?: number } }>(
      `SELECT data FROM events WHERE type = 'request.refused' AND data->>'route' = $1 ORDER BY id`,
      [route],
    );
    return rows.map(({ data }) => data.leftOut);
  }

  test('SPEC-016.12: is told as a number when its time is over', async () => {
    const few = new Refusals(app.get(Events), { limit: 2, windowMs: 50 });
    for (let nth = 0; nth < 7; nth++) await few.observe(request('/end'), refused);
    await until(async () => (await leftOut('/end')).length >= 3);
    expect(await leftOut('/end')).toEqual([undefined, undefined, 4]);
  });

  test('SPEC-016.12: is told when the program ends before', async () => {
    const few = new Refusals(app.get(Events), { limit: 1, windowMs: 3_600_000 });
    for (const route of ['/one', '/one', '/one', '/two', '/two']) await few.observe(request(route), refused);
    await few.beforeApplicationShutdown();
    expect([await leftOut('/one'), await leftOut('/two')]).toEqual([
      [undefined, 1],
      [undefined, undefined],
    ]);
  });
});
