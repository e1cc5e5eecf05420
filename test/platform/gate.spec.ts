import { Lifecycle } from '../../src/platform/lifecycle/lifecycle.js';
import { startApp, type TestApp } from '../support/app.js';
import { Client } from '../support/client.js';

const ORIGIN = 'https://app.example.com';

let app: TestApp;

beforeAll(async () => {
  app = await startApp({ CORS_ORIGINS: ORIGIN });
});
afterAll(() => app.stop());

it('SPEC-012.17: who is sent away at the gate can read why, also from a browser', async () => {
  await app.get(Lifecycle).stop(0);
  const { status, headers, body } = await new Client(app.url).get('/tasks', { Origin: ORIGIN, 'X-Request-Id': 'mine' });
  expect([status, body.error?.code, body.meta]).toEqual([503, 'shutting_down', { request_id: 'mine' }]);
  expect(headers).toMatchObject({
    'access-control-allow-origin': ORIGIN,
    'x-request-id': 'mine',
    'x-content-type-options': 'nosniff',
    'cache-control': 'no-store',
  });
});
