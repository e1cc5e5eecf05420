import { type TestApp, startApp } from '../support/app.js';
import { LiveClient } from '../support/live-client.js';
import { LogLines } from '../support/log-lines.js';

const BOARD = 'http://localhost:5173';
const knocking: TestApp[] = [];

afterEach(async () => {
  for (const app of knocking.splice(0)) await app.stop();
});

async function start(env: Record<string, string> = {}): Promise<{ app: TestApp; told: () => string[] }> {
  const log = new LogLines();
  const app = await startApp(env, log.log);
  knocking.push(app);
  const messages = () => log.lines.map((line) => (JSON.parse(line) as { message?: string }).message ?? '');
  return { app, told: () => messages().filter((message) => message.includes('CORS_ORIGINS')) };
}

test('SPEC-007.59: an origin that is refused is named once, with the setting that would let it in', async () => {
  const { app, told } = await start();
  const headers = { Origin: BOARD, 'Access-Control-Request-Method': 'POST' };
  await fetch(`${app.url}/auth/login`, { method: 'OPTIONS', headers });
  for (let again = 0; again < 3; again++) await app.http.get('/users/me', { Origin: BOARD });
  expect(told()).toEqual([
    expect.stringMatching(/pages of http:\/\/localhost:5173\. .*CORS_ORIGINS=http:\/\/localhost:5173$/),
  ]);
});

test('SPEC-007.59: the setting keeps the origins that are there', async () => {
  const { app, told } = await start({ CORS_ORIGINS: 'https://app.example.com' });
  await app.http.get('/users/me', { Origin: 'https://app.example.com' });
  await app.http.get('/users/me', { Origin: BOARD });
  expect(told()).toEqual([expect.stringContaining(`CORS_ORIGINS=https://app.example.com,${BOARD}`)]);
});

test('SPEC-007.59: a socket that is refused is told of like a request', async () => {
  const { app, told } = await start();
  const client = LiveClient.knock(app.url, {}, { extraHeaders: { origin: BOARD } });
  let isRefused = false;
  client.socket.on('connect_error', () => (isRefused = true));
  await client.until(() => isRefused);
  expect(told()).toEqual([expect.stringContaining(`CORS_ORIGINS=${BOARD}`)]);
});

test('SPEC-007.59: pages of the program itself, and who is no page, are no news', async () => {
  const { app, told } = await start();
  await app.http.get('/users/me', { Origin: app.url });
  await app.http.get('/users/me');
  expect(told()).toEqual([]);
});

test('SPEC-007.59: whoever makes up origins does not fill the log, nor write into it', async () => {
  const { app, told } = await start();
  for (const origin of ['null', 'file://x', 'http://a/b\tFATAL', 'http://A', 'x'.repeat(2_000)])
    await app.http.get('/users/me', { Origin: origin });
  expect(told()).toEqual([expect.stringContaining('without an origin')]);
  for (let port = 1; port <= 60; port++) await app.http.get('/users/me', { Origin: `http://localhost:${port}` });
  expect(told()).toHaveLength(20);
});
