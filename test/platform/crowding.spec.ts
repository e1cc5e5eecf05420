import { connect, type Socket } from 'node:net';
import { Client } from 'pg';
import { Lifecycle } from '../../src/platform/lifecycle/lifecycle.js';
import { type TestApp, startApp } from '../support/app.js';
import { make } from '../support/make.js';
import { PASSWORD, type Person } from '../support/people.js';
import { silence } from '../support/silence.js';

const PERSONS = 100;
const NETWORKS = 500;

let app: TestApp;
let ann: Person;
let ben: Person;
const sockets: Socket[] = [];

beforeAll(async () => {
  // Unfinished bodies have a bound of their own, which is narrower.
  app = await startApp({ TRUST_PROXY: '1' }, silence, { bodies: { perNetwork: 1_000 } });
  [ann, ben] = [await app.person('Ann'), await app.person('Ben')];
});
afterEach(() => sockets.splice(0).forEach((socket) => socket.destroy()));
afterAll(() => app.stop());

/** Sends these lines, and never all of the body that they promise. */
function begin(count: number, path: string, headers: Record<string, string>): void {
  const { hostname, port } = new URL(app.url);
  const lines = Object.entries({ Host: 'here', 'Content-Type': 'application/json', 'Content-Length': '9', ...headers });
  const text = [`POST ${path} HTTP/1.1`, ...lines.map(([name, value]) => `${name}: ${value}`), '', '{'].join('\r\n');
  for (let nth = 0; nth < count; nth++) {
    const socket = connect(Number(port), hostname);
    socket.on('error', () => undefined);
    socket.write(text);
    sockets.push(socket);
  }
}

/** Asks until the answer is that: what was begun is on its way, or its end is. */
async function until(ask: () => Promise<{ status: number }>, status: number): Promise<void> {
  for (let answer = await ask(); answer.status !== status; answer = await ask()) await new Promise(setImmediate);
}

it('SPEC-009.21: one person has so many requests under way, and is then told to finish some', async () => {
  const { id } = await make.project(ann);
  const onlooker = new Client(app.databaseUrl);
  await onlooker.connect();
  await onlooker.query('BEGIN');
  await onlooker.query('SELECT FROM projects WHERE id = $1 FOR UPDATE', [id]);
  const waiting = Array.from({ length: PERSONS }, (_, nth) => ann.patch(`/projects/${id}`, { name: `The ${nth}th` }));
  await until(() => ann.get('/users/me'), 429);
  const { status, headers, body } = await ann.get('/users/me', { 'X-Forwarded-For': '192.0.2.200' });
  expect([status, headers['retry-after'], body.error?.code]).toEqual([429, '1', 'rate_limited']);
  expect(headers['ratelimit-policy']).toContain(', "at_once";q=100;qu="concurrent-requests"');
  expect(headers.ratelimit).toContain(', "at_once";r=0;t=1');
  expect(body.error?.message).toContain('at once');
  expect((await ben.get('/users/me')).status).toBe(200);
  await onlooker.query('COMMIT');
  await onlooker.end();
  expect(new Set((await Promise.all(waiting)).map((answer) => answer.status))).toEqual(new Set([200]));
  await until(() => ann.get('/users/me'), 200);
});

it('SPEC-012.38: one network has so many requests under way, and everybody else is served', async () => {
  begin(NETWORKS, '/auth/login', { 'X-Forwarded-For': '2001:db8::1' });
  const there = () => app.http.get('/users/me', { 'X-Forwarded-For': '[2001:db8::2]:4711' });
  await until(there, 503);
  const { headers, body } = await there();
  expect([headers['retry-after'], body.error?.code]).toEqual(['1', 'overloaded']);
  expect(body.error?.message).toContain('from your network');
  for (let nth = 0; nth < 20; nth++)
    expect((await ben.get('/users/me', { 'X-Forwarded-For': '2001:db8:0:1::1' })).status).toBe(200);
  expect((await app.http.get('/health/live', { 'X-Forwarded-For': '2001:db8::1' })).status).toBe(200);
  sockets.splice(0, 10).forEach((socket) => socket.destroy());
  await until(there, 401);
});

it('SPEC-012.38: answers that wait behind another one count, and no longer once their connection has ended', async () => {
  const { id } = await make.project(ann);
  const onlooker = new Client(app.databaseUrl);
  await onlooker.connect();
  await onlooker.query('BEGIN');
  await onlooker.query('SELECT FROM projects WHERE id = $1 FOR UPDATE', [id]);
  const headers = { Authorization: `Bearer ${ann.token}` };
  const patch = wire('PATCH', `/projects/${id}`, headers, JSON.stringify({ name: 'Slow' }));
  const { hostname, port } = new URL(app.url);
  const socket = connect(Number(port), hostname);
  sockets.push(socket);
  socket.write(patch + wire('GET', '/users/me', headers).repeat(PERSONS - 1));
  await until(() => ann.get('/users/me'), 429);
  socket.destroy();
  await until(() => ann.get('/users/me'), 200);
  await onlooker.query('COMMIT');
  await onlooker.end();
  await until(() => Promise.resolve({ status: app.get(Lifecycle).underWay.open }), 0);
});

/** A request, as it is sent. */
function wire(method: string, path: string, headers: Record<string, string>, body = ''): string {
  const all = { Host: 'here', 'Content-Type': 'application/json', 'Content-Length': String(body.length), ...headers };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}`);
  return [`${method} ${path} HTTP/1.1`, ...lines, '', body].join('\r\n');
}

/** So many wrong guesses that each further one is answered late. */
async function attack(email: string): Promise<void> {
  await app.http.post('/auth/login', { email, password: 'not the right one' });
  await app.database.execute(
    `INSERT INTO attempts (kind, key) SELECT kind, key FROM attempts, generate_series(1, 109)
     WHERE id = (SELECT max(id) FROM attempts WHERE kind = 'sign_in.account')`,
  );
}

const WAITS: [string, () => Promise<unknown>][] = [
  ['a wrong password', () => app.http.post('/auth/login', { email: ann.email, password: 'not the right one' })],
  [
    'somebody new',
    () => app.http.post('/auth/register', { email: 'n@example.com', password: 'a new one of mine', display_name: 'N' }),
  ],
  ['a forgotten password', () => app.http.post('/auth/password/forgot', { email: 'nobody@example.com' })],
  ['a current password', () => ann.post('/users/me/totp', { current_password: PASSWORD })],
  [
    'a guess at an account under attack',
    () => app.http.post('/auth/login', { email: 'hit@example.com', password: 'a guess' }),
  ],
];

it.each(WAITS)('SPEC-012.36: %s takes its time, and is not taken for work', async (what, ask) => {
  if (what.includes('attack')) await attack('hit@example.com');
  await until(() => Promise.resolve({ status: app.get(Lifecycle).underWay.open }), 0);
  let isOver = false;
  const done = ask().finally(() => (isOver = true));
  let since = Infinity;
  let longest = 0;
  while (!isOver) {
    const { open, atWork } = app.get(Lifecycle).underWay;
    if (open !== 1 || atWork !== 0) since = Infinity;
    else since = Math.min(since, performance.now());
    longest = Math.max(longest, performance.now() - since);
    await new Promise(setImmediate);
  }
  await done;
  expect(longest).toBeGreaterThan(20);
});
