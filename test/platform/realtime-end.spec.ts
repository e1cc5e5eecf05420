import type { Server } from 'socket.io';
import { AccessTokens } from '../../src/platform/access/authentication/access-tokens.js';
import { AccessInvalidation } from '../../src/platform/access/identities/access-invalidation.js';
import { Connections } from '../../src/platform/realtime/sockets/connections.js';
import { SessionWatch } from '../../src/platform/realtime/sockets/session-watch.js';
import { SocketGateway } from '../../src/platform/realtime/sockets/socket.gateway.js';
import { startApp, type TestApp } from '../support/app.js';
import { LiveClient } from '../support/live-client.js';
import type { Person } from '../support/people.js';
import { endSession, tokenFor } from '../support/sessions.js';
import { tell } from '../support/tell.js';
import { until } from '../support/until.js';

/** One message has that long. */
const ENOUGH_MS = 5_000;

let app: TestApp;
let ann: Person;

beforeAll(async () => {
  app = await startApp();
});
beforeEach(async () => {
  ann = await app.person('Ann');
});
afterEach(() => LiveClient.closeAll());
afterAll(() => app.stop());

it('SPEC-010.15: an ended session loses its connections, and others stay', async () => {
  const bob = await app.person('Bob');
  const other = await LiveClient.of(bob);
  const clients = await Promise.all([LiveClient.of(ann), LiveClient.of(ann)]);
  // Nobody asks anything meanwhile: it is the news that ends them.
  await endSession(app, ann);
  for (const client of clients) expect(await client.closing()).toEqual({ code: 'token_revoked' });
  expect(other.ended).toBeUndefined();
});

it('SPEC-010.15: a disabled account loses its connections', async () => {
  const client = await LiveClient.of(ann);
  await app.database.transaction(async () => {
    await app.database.execute('UPDATE users SET is_active = false WHERE id = $1', [ann.id]);
    await app.get(AccessInvalidation).announce({ userId: ann.id });
  });
  expect(await client.closing()).toEqual({ code: 'token_revoked' });
});

/** Comes in with a token that ends soon after: with a longer one, where this machine was too slow for that. */
async function comeInShortly(seconds = 2): Promise<LiveClient> {
  const client = LiveClient.knock(app.url, { token: tokenFor(app, ann, seconds) });
  await client.until(() => client.says('ready').length === 1 || client.refused !== undefined);
  return client.refused?.code === 'token_expired' ? comeInShortly(seconds * 2) : client;
}

function expiryOf(token: string): number {
  const [, claims = ''] = token.split('.');
  return (JSON.parse(Buffer.from(claims, 'base64url').toString()) as { exp: number }).exp;
}

it('SPEC-010.16: a connection ends with its token', async () => {
  const client = await comeInShortly();
  expect(await client.closing()).toEqual({ code: 'token_expired' });
});

it('SPEC-010.17: a fresh token prolongs it', async () => {
  const client = await LiveClient.of(ann);
  const [connection] = app.get(Connections).ofPerson(ann.id);
  const soon = Date.now() + ENOUGH_MS;
  if (connection) app.get(SessionWatch).prolong(connection, { ...connection.pass, expiresAt: soon });
  const token = tokenFor(app, ann, 600);
  const answer = await client.ask('authenticate', { token });
  const expiresAt = new Date(expiryOf(token) * 1000).toISOString();
  expect(answer).toEqual({ data: { expires_at: expiresAt }, error: null, meta: {} });
  await until(() => Date.now() > soon);
  await tell(app, ann);
  await client.hears(1);
  expect(client.ended).toBeUndefined();
});

it('SPEC-010.17: from then on it lives and dies with the session of that token', async () => {
  const client = await LiveClient.of(ann);
  const [row] = await app.database.query<{ id: number }>(
    `INSERT INTO sessions (user_id, ip, expires_at) VALUES ($1, '127.0.0.1', now() + interval '1 day') RETURNING id`,
    [ann.id],
  );
  const token = app.get(AccessTokens).sign(ann.id, row?.id ?? 0);
  expect((await client.ask('authenticate', { token })).error).toBeNull();
  await endSession(app, ann);
  await tell(app, ann);
  await client.hears(1);
  expect(client.ended).toBeUndefined();
  await endSession(app, { id: ann.id, sessionId: row?.id ?? 0 });
  expect(await client.closing()).toEqual({ code: 'token_revoked' });
});

it('SPEC-010.18: no other token prolongs it', async () => {
  const bob = await app.person('Bob');
  const client = await LiveClient.of(ann);
  const [connection] = app.get(Connections).ofPerson(ann.id);
  const expiresAt = connection?.pass.expiresAt;
  const cases: [unknown, string][] = [
    [{ token: bob.token }, 'forbidden'],
    [{ token: tokenFor(app, ann, -10) }, 'token_expired'],
    [{ token: 'nonsense' }, 'invalid_token'],
    [{}, 'missing_token'],
    ['a token', 'validation_failed'],
    [null, 'validation_failed'],
    [undefined, 'validation_failed'],
  ];
  for (const [content, code] of cases) {
    const answer = await client.ask('authenticate', content);
    expect([content, answer.data, answer.error?.code]).toEqual([content, null, code]);
  }
  expect(connection?.pass.expiresAt).toEqual(expiresAt);
});

it('SPEC-010.19: anything else that a client says is answered with an error', async () => {
  const client = await LiveClient.of(ann);
  for (const event of ['hello', 'notification', 'error', 'closing', '__proto__', 'constructor']) {
    const { data, error, meta } = await client.ask(event, { any: 'thing' });
    expect([event, data, error?.code, meta]).toEqual([event, null, 'not_found', {}]);
  }
  client.socket.emit('without an acknowledgement', 1, 2, 3);
  client.socket.emit('binary', Buffer.from([1, 2, 3]), { deep: [Buffer.from([4])] });
  expect((await client.ask('binary', Buffer.from([1]))).error?.code).toBe('not_found');
  expect(client.ended).toBeUndefined();
});

it('SPEC-010.19: thirty messages in ten seconds are heard, the next one closes', async () => {
  const client = await LiveClient.of(ann);
  await Promise.all(Array.from({ length: 30 }, (_, nth) => client.ask('hello', nth)));
  expect(client.ended).toBeUndefined();
  client.socket.emit('hello', 31);
  expect(await client.closing()).toEqual({ code: 'too_many_messages' });
});

it('SPEC-010.20: a connection is pinged every 30 seconds, and a client that is silent is dropped', async () => {
  const { engine } = Reflect.get(app.get(SocketGateway), 'server') as Server;
  const { opts } = engine as unknown as { opts: { pingInterval: number; pingTimeout: number } };
  expect(opts.pingInterval).toBe(30_000);
  const usual = { ...opts };
  Object.assign(opts, { pingInterval: 50, pingTimeout: 2_000 });
  try {
    const answering = await LiveClient.of(ann);
    const silent = await LiveClient.of(ann);
    // What the client would send is held back: its transport takes nothing any more.
    silent.socket.io.engine.transport.send = () => undefined;
    await silent.closing();
    expect(answering.ended).toBeUndefined();
  } finally {
    Object.assign(opts, { pingInterval: usual.pingInterval, pingTimeout: usual.pingTimeout });
  }
});

it('leaves nothing of a connection behind', async () => {
  const connections = app.get(Connections);
  const before = connections.count;
  const clients = await Promise.all([LiveClient.of(ann), LiveClient.of(ann)]);
  expect(connections.count).toBe(before + 2);
  clients.forEach((client) => client.close());
  await clients[0]?.until(() => connections.count === before);
  expect(connections.ofPerson(ann.id)).toEqual([]);
});
