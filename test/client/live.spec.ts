import { setTimeout as sleep } from 'node:timers/promises';
import type { Client, LiveNotification } from '@fasttrack/client';
import { startApp, startBeside, type TestApp } from '../support/app.js';
import { clientOf } from '../support/api-client.js';
import { make } from '../support/make.js';
import { join } from '../support/members.js';
import { Network } from '../support/network.js';
import type { Person } from '../support/people.js';
import { Proxy } from '../support/proxy.js';
import { until } from '../support/until.js';

let app: TestApp;
let brief: TestApp;
let ann: Person;
let ben: Person;
let clients: Client[] = [];

beforeAll(async () => {
  app = await startApp();
  brief = await startBeside(app, { ACCESS_TOKEN_EXPIRE_MINUTES: '0.03' });
});
beforeEach(async () => {
  [ann, ben] = await Promise.all([app.person('Ann'), app.person('Ben')]);
});
afterEach(() => {
  for (const client of clients) client.live().close();
  clients = [];
});
afterAll(async () => {
  await brief?.stop();
  await app?.stop();
});

async function open(url = app.url): Promise<{ client: Client; net: Network; heard: LiveNotification[] }> {
  const net = new Network();
  const client = await clientOf(app, ann, { url, fetch: net.fetch });
  clients.push(client);
  const heard: LiveNotification[] = [];
  client.live().on('notification', (notification) => heard.push(notification));
  await until(() => client.live().state === 'open');
  return { client, net, heard };
}

/** Ben gives Ann something to do, so many times. */
async function assign(count: number): Promise<void> {
  const project = await make.project(ben);
  await join(app, project, ann, 'editor');
  for (let nth = 0; nth < count; nth++) await make.task(ben, project, { assignee_id: ann.id });
}

const assigned = (heard: LiveNotification[]) => heard.filter(({ type }) => type === 'task_assigned').length;
const inOrderAndOnce = (heard: LiveNotification[]) =>
  heard.every(({ seq }, index) => index === 0 || seq === (heard[index - 1]?.seq ?? 0) + 1);

test('SPEC-045.12: each notification is heard once and in order, also those of a time without a network', async () => {
  const { proxy, url } = await Proxy.before(app.url);
  const { client, heard } = await open(url);
  await assign(2);
  await until(() => assigned(heard) === 2);
  proxy.cut();
  await until(() => client.live().state === 'connecting');
  await assign(3);
  await app.idle();
  proxy.mend();
  await until(() => assigned(heard) === 5);
  expect(inOrderAndOnce(heard)).toBe(true);
  proxy.close();
});

test('SPEC-045.13: the connection outlives its tokens', async () => {
  const { client, net, heard } = await open(brief.url);
  const closings: string[] = [];
  client.live().on('closing', ({ code }) => closings.push(code));
  await until(() => net.count('POST /auth/refresh') >= 3);
  await assign(1);
  await until(() => assigned(heard) === 1);
  expect(client.isSignedIn).toBe(true);
  expect(closings.filter((code) => code !== 'token_expired')).toEqual([]);
});

test('SPEC-045.13: one that is closed while a token is asked for asks for none later', async () => {
  const { client, net } = await open(brief.url);
  net.fate = ['1', '0', '0', '0', '0'].map(
    (wait) => new Response('{}', { status: 503, headers: { 'Retry-After': wait } }),
  );
  await until(() => net.fate.length === 4);
  client.live().close();
  await expect(client.session.token({ atLeast: 1 })).rejects.toThrow();
  const asked = net.count('POST /auth/refresh');
  await sleep(2_500); // it would have asked after two seconds
  expect(net.count('POST /auth/refresh')).toBe(asked);
});

test('SPEC-045.14: whoever is signed out elsewhere is signed out here, and comes back by signing in', async () => {
  const { client } = await open();
  const reasons: (string | undefined)[] = [];
  client.session.onEnd((reason) => reasons.push(reason?.code));
  await ann.delete('/users/me/sessions');
  await until(() => client.live().state === 'closed');
  expect([client.isSignedIn, reasons]).toEqual([false, ['token_revoked']]);
  const { client: again } = await open();
  client.take(
    await again.post('/auth/login', { body: { email: ann.email, password: 'a long enough password of the tests' } }),
  );
  await until(() => client.live().state === 'open');
});

test('SPEC-045.15: what is refused over the connection is an ApiError', async () => {
  const { client } = await open();
  await expect(client.live().say('subscribe', { project_id: 2 ** 40 })).rejects.toMatchObject({
    name: 'ApiError',
    code: expect.stringMatching(/forbidden|not_found/) as string,
  });
});
