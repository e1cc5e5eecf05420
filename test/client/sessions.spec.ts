import {
  type ApiError,
  type Client,
  type ClientOptions,
  createClient,
  memoryStorage,
  type SessionStorage,
} from '@fasttrack/client';
import { startApp, type TestApp } from '../support/app.js';
import { clientOf } from '../support/api-client.js';
import { enableSecondFactor } from '../support/authenticator.js';
import { Network } from '../support/network.js';
import { PASSWORD, type Person } from '../support/people.js';
import { until } from '../support/until.js';

let app: TestApp;
let ann: Person;

beforeAll(async () => {
  app = await startApp();
  ann = await app.person('Ann');
});
afterAll(() => app?.stop());

async function onNetwork(
  person: Person,
  options: Partial<ClientOptions> = {},
): Promise<{ client: Client; net: Network }> {
  const net = new Network();
  return { client: await clientOf(app, person, { fetch: net.fetch, ...options }), net };
}

/** The access token has no time left. */
function letExpire(storage: SessionStorage): void {
  const kept = storage.read();
  if (kept) storage.write({ ...kept, received_at: 0 });
}

const refusal = (status: number, code: string, headers: Record<string, string> = {}) =>
  Response.json({ data: null, error: { code, message: '', details: [] }, meta: {} }, { status, headers });

const failure = (call: Promise<unknown>) =>
  call.then(
    () => undefined,
    (error: ApiError) => error,
  );

describe('Signing in', () => {
  test('SPEC-045.1: with a password, and out again', async () => {
    const ended: unknown[] = [];
    const client = await clientOf(app, ann, { onSignedOut: (reason) => ended.push(reason) });
    expect((await client.get('/users/me')).email).toBe(ann.email);
    await client.signOut();
    expect(ended).toEqual([undefined]);
    expect(await failure(client.get('/users/me'))).toMatchObject({ status: 401, code: 'missing_token' });
  });

  test('SPEC-045.1: with a second factor, after it was asked for', async () => {
    const ben = await app.person('Ben');
    const { app: device } = await enableSecondFactor(ben);
    const client = createClient({ url: app.url, refreshIn: 'body' });
    const credentials = { email: ben.email, password: PASSWORD };
    expect(await failure(client.signIn(credentials))).toMatchObject({ status: 401, code: 'totp_required' });
    await client.signIn({ ...credentials, totp_code: await device.next() });
    expect((await client.get('/users/me')).id).toBe(ben.id);
  });

  test('SPEC-045.1: with what another way in has answered, or with an API token', async () => {
    const client = createClient({ url: app.url, refreshIn: 'body' });
    client.take(await client.post('/auth/login', { body: { email: ann.email, password: PASSWORD } }));
    const { token } = await client.post('/users/me/tokens', {
      body: { name: 'robot', permissions: null, project_ids: null, expires_at: null },
    });
    const robot = createClient({ url: app.url, refreshIn: 'body', token });
    expect((await robot.get('/users/me')).id).toBe(ann.id);
  });
});

describe('Tokens', () => {
  test('SPEC-045.2: are renewed once for all callers, and for all clients that share the place where they are kept', async () => {
    const storage = memoryStorage();
    const { client, net } = await onNetwork(ann, { storage });
    const other = createClient({ url: app.url, refreshIn: 'body', storage, fetch: net.fetch });
    letExpire(storage);
    await Promise.all([1, 2, 3].flatMap(() => [client.get('/users/me'), other.get('/users/me')]));
    expect(net.count('POST /auth/refresh')).toBe(1);
  });

  test('SPEC-045.2: are renewed once for two tabs, although what one writes reaches the other after its turn', async () => {
    const place = memoryStorage();
    const tab = (): SessionStorage => {
      const seen = memoryStorage();
      return {
        read: () => seen.read(),
        write: (session) => {
          seen.write(session);
          place.write(session);
        },
        onChange: () => setInterval(() => seen.write(place.read()), 50).unref(),
      };
    };
    const storage = tab();
    const { client, net } = await onNetwork(ann, { storage });
    const other = createClient({ url: app.url, refreshIn: 'body', storage: tab(), fetch: net.fetch });
    letExpire(storage);
    await until(() => other.session.isSignedIn);
    await Promise.all([client.get('/users/me'), other.get('/users/me')]);
    expect(net.count('POST /auth/refresh')).toBe(1);
  });

  test('SPEC-045.2: that the program takes for expired are renewed, and the call is sent again', async () => {
    const { client, net } = await onNetwork(ann);
    net.fate = [refusal(401, 'token_expired')];
    expect((await client.get('/users/me')).id).toBe(ann.id);
    expect(net.asked.slice(1)).toEqual(['GET /users/me', 'POST /auth/refresh', 'GET /users/me']);
  });

  test('SPEC-045.2: are renewed although an answer was lost', async () => {
    const storage = memoryStorage();
    const { client, net } = await onNetwork(ann, { storage });
    letExpire(storage);
    net.fate = ['lost'];
    expect((await client.get('/users/me')).id).toBe(ann.id);
    expect(net.count('POST /auth/refresh')).toBe(2);
  });

  test('SPEC-045.3: of a session that was ended sign out, once, with the reason', async () => {
    const cleo = await app.person('Cleo');
    const reasons: (string | undefined)[] = [];
    const client = await clientOf(app, cleo, { onSignedOut: (reason) => reasons.push(reason?.code) });
    await cleo.delete('/users/me/sessions');
    const calls = [client.get('/users/me'), client.get('/projects')].map(failure);
    expect((await Promise.all(calls)).map((error) => error?.code)).toEqual(['token_revoked', 'token_revoked']);
    expect(reasons).toEqual(['token_revoked']);
    expect(client.isSignedIn).toBe(false);
  });

  test('SPEC-045.3: that another tab has given up sign out here, too', async () => {
    const kept = memoryStorage();
    const hear: (() => void)[] = [];
    const tab = (): SessionStorage => ({
      ...kept,
      write: (session) => {
        kept.write(session);
        for (const listener of hear) listener();
      },
      onChange: (listener) => void hear.push(listener),
    });
    const ended: unknown[] = [];
    const here = await clientOf(app, ann, { storage: tab(), onSignedOut: (reason) => ended.push(reason) });
    const there = createClient({ url: app.url, refreshIn: 'body', storage: tab() });
    await there.signOut();
    expect([here.isSignedIn, ended]).toEqual([false, [undefined]]);
  });

  test('SPEC-045.4: in a cookie are taken up by the next visit', async () => {
    const jar = new Map<string, string>();
    const browse: typeof fetch = async (address, init) => {
      const isWayIn = (address as string).includes('/auth/');
      const cookie =
        isWayIn && init?.credentials === 'include' ? [...jar].map((pair) => pair.join('=')).join('; ') : '';
      const answer = await fetch(address, {
        ...init,
        headers: { ...init?.headers, Origin: app.url, ...(cookie && { cookie }) },
      });
      for (const line of answer.headers.getSetCookie()) {
        const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
        if (value) jar.set(name, value);
        else jar.delete(name);
      }
      return answer;
    };
    const visit = () => createClient({ url: app.url, refreshIn: 'cookie', fetch: browse });
    const storage = memoryStorage();
    const first = createClient({ url: app.url, refreshIn: 'cookie', fetch: browse, storage });
    expect(await visit().resume()).toBe(false);
    await first.signIn({ email: ann.email, password: PASSWORD });
    expect(storage.read()?.refresh_token).toBeNull();
    const second = visit();
    expect(await second.resume()).toBe(true);
    expect((await second.get('/users/me')).id).toBe(ann.id);
    await second.signOut();
    expect(await visit().resume()).toBe(false);
  });
});
