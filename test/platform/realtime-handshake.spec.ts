import { AccessInvalidation } from '../../src/platform/access/identities/access-invalidation.js';
import { Connection } from '../../src/platform/realtime/sockets/connection.js';
import { Connections } from '../../src/platform/realtime/sockets/connections.js';
import { startApp, type TestApp } from '../support/app.js';
import { LiveClient } from '../support/live-client.js';
import type { Person } from '../support/people.js';
import { endSession, tokenFor } from '../support/sessions.js';
import { tell } from '../support/tell.js';

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

it('SPEC-010.7: a client comes in with its token and is told where its log stands', async () => {
  await tell(app, ann, 3);
  await app.idle();
  const client = await LiveClient.of(ann);
  expect(client.heard[0]).toEqual({ event: 'ready', body: { user_id: ann.id, last_seq: 3 } });
});

it('SPEC-010.7: the token may stand in the query, and any transport will do', async () => {
  const query = { token: ann.token };
  const client = LiveClient.knock(ann.url, {}, { query, transports: ['polling', 'websocket'] });
  await client.until(() => client.says('ready').length === 1);
  await client.until(() => client.socket.io.engine.transport.name === 'websocket');
  await tell(app, ann);
  expect(await client.hears(1)).toMatchObject([{ seq: 1 }]);
});

it('SPEC-010.8: a handshake without a good token is refused with the reason', async () => {
  const elsewhere = ann.token?.replace(/.{5}$/, 'xxxxx');
  const cases: [object, string][] = [
    [{}, 'missing_token'],
    [{ token: '' }, 'missing_token'],
    [{ token: null }, 'missing_token'],
    [{ token: 'nonsense' }, 'invalid_token'],
    [{ token: elsewhere }, 'invalid_token'],
    [{ token: { a: 1 } }, 'invalid_token'],
    [{ token: 'x'.repeat(5_000) }, 'invalid_token'],
    [{ token: tokenFor(app, ann, -10) }, 'token_expired'],
  ];
  for (const [auth, code] of cases) {
    const client = LiveClient.knock(app.url, auth);
    expect([auth, await client.refusal()]).toEqual([auth, code]);
    expect(client.heard).toEqual([]);
  }
  await endSession(app, ann);
  expect(await LiveClient.knock(app.url, { token: ann.token }).refusal()).toBe('token_revoked');
});

it('SPEC-010.26: a last_seq that is no number of a message is refused', async () => {
  for (const last_seq of ['5', -1, 1.5, 2 ** 53, {}, [], true]) {
    const client = LiveClient.knock(app.url, { token: ann.token, last_seq });
    expect([last_seq, await client.refusal()]).toEqual([last_seq, 'validation_failed']);
    expect(await LiveClient.knock(app.url, { last_seq }).refusal()).toBe('missing_token');
  }
});

it('SPEC-010.27: who must change their password is refused, and loses what is open', async () => {
  const client = await LiveClient.of(ann);
  await app.database.transaction(async () => {
    await app.database.execute('UPDATE users SET password_must_change = true WHERE id = $1', [ann.id]);
    await app.get(AccessInvalidation).announce({ userId: ann.id });
  });
  expect(await client.closing()).toEqual({ code: 'password_change_required' });
  expect(await LiveClient.knock(app.url, { token: ann.token }).refusal()).toBe('password_change_required');
});

it('SPEC-010.28: a page of an origin that nobody allowed is refused, by either transport', async () => {
  for (const transports of [['websocket'], ['polling']]) {
    const from = (origin: string) =>
      LiveClient.knock(app.url, { token: ann.token }, { transports, extraHeaders: { origin } });
    for (const origin of ['https://evil.example', 'null']) {
      const client = from(origin);
      let refused = false;
      client.socket.on('connect_error', () => (refused = true));
      await client.until(() => refused);
      expect(client.heard).toEqual([]);
    }
    const own = from(app.url);
    await own.until(() => own.says('ready').length === 1);
  }
});

it('SPEC-010.30: a trouble of the server only ends the transport, so that clients come back by themselves', async () => {
  await app.database.execute('ALTER TABLE notification_counters RENAME TO away');
  const client = LiveClient.knock(app.url, { token: ann.token }, { reconnection: true, reconnectionDelay: 50 });
  try {
    await client.until(() => client.ended !== undefined);
  } finally {
    await app.database.execute('ALTER TABLE away RENAME TO notification_counters');
  }
  await client.until(() => client.says('ready').length === 1);
  expect(client.refused).toBeUndefined();
});

it('SPEC-010.34: who has 2,000 connections is told so, and comes in when one of them has ended', async () => {
  const connections = app.get(Connections);
  const stranger = () =>
    Object.create(Connection.prototype, { userId: { value: ann.id }, sessionId: { value: 0 } }) as Connection;
  const own = Array.from({ length: 2_000 }, stranger);
  for (const one of own) connections.add(one);
  try {
    const client = LiveClient.knock(app.url, { token: ann.token });
    let message = '';
    client.socket.on('connect_error', (error) => (message = error.message));
    expect(await client.refusal()).toBe('limit_reached');
    expect(message).toContain('2000 connections of yours');
    connections.remove(own.pop() as Connection);
    await LiveClient.of(ann);
  } finally {
    for (const one of own) connections.remove(one);
  }
});
