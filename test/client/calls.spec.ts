import {
  ApiError,
  type Client,
  type ClientOptions,
  createClient,
  isRefusal,
  memoryStorage,
  type SessionStorage,
} from '@fasttrack/client';
import { startApp, type TestApp } from '../support/app.js';
import { clientOf } from '../support/api-client.js';
import { enableSecondFactor } from '../support/authenticator.js';
import { Network } from '../support/network.js';
import { make } from '../support/make.js';
import { PASSWORD, type Person } from '../support/people.js';

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

describe('A call', () => {
  test('SPEC-045.5: that is refused says how, in the words of the program', async () => {
    const client = await clientOf(app, ann);
    const error = await failure(client.post('/projects', { body: { name: '' }, requestId: 'of-ann' }));
    expect(error).toBeInstanceOf(ApiError);
    expect(error).toMatchObject({ status: 422, code: 'validation_failed', requestId: 'of-ann' });
    expect(error?.details[0]).toMatchObject({ field: 'name', limit: 1 });
    expect(isRefusal(error, 'POST /projects') && error.code).toBe('validation_failed');
  });

  test('SPEC-045.6: whose answer is lost is sent again where that is safe, and done once', async () => {
    const { client, net } = await onNetwork(ann);
    net.fate = ['lost'];
    const project = await client.post('/projects', { body: { name: 'Once' } });
    net.fate = ['broken', 'lost'];
    expect(await client.get('/projects/{id}', { path: { id: project.id } })).toMatchObject({ name: 'Once' });
    const names: string[] = [];
    for await (const { name } of client.list('/projects')) names.push(name);
    expect(names.filter((name) => name === 'Once')).toHaveLength(1);
    net.fate = ['lost'];
    const label = await client.post('/projects/{id}/labels', {
      path: { id: project.id },
      body: { name: 'a', color: '#cc0000' },
    });
    net.fate = ['lost'];
    expect(await client.delete('/labels/{id}', { path: { id: label.id } })).toBeNull();
  });

  test('SPEC-045.6: that changes a row is not sent again by itself, and neither is a sign-in', async () => {
    const { client, net } = await onNetwork(ann);
    const project = await client.post('/projects', { body: { name: 'Garden' } });
    net.fate = ['lost'];
    const path = { id: project.id };
    expect(await failure(client.patch('/projects/{id}', { path, body: { name: 'Yard' } }))).toMatchObject({
      status: 0,
      code: 'unreachable',
    });
    net.fate = ['broken'];
    expect(await failure(client.signIn({ email: ann.email, password: PASSWORD }))).toMatchObject({ status: 0 });
    expect([net.count(`PATCH /projects/${project.id}`), net.count('POST /auth/login')]).toEqual([1, 2]);
  });

  test('SPEC-045.7: waits as long as the program says, and gives up in time', async () => {
    const busy = (seconds: number) => refusal(503, 'overloaded', { 'Retry-After': String(seconds) });
    const { client, net } = await onNetwork(ann, { retries: { tries: 3, totalMs: 10_000 } });
    net.fate = [busy(0), busy(0)];
    expect((await client.get('/users/me')).id).toBe(ann.id);
    net.fate = [busy(0), busy(0), busy(0)];
    expect(await failure(client.get('/users/me'))).toMatchObject({ status: 503, code: 'overloaded' });
    net.fate = [busy(11)];
    expect(await failure(client.get('/users/me'))).toMatchObject({ retryAfter: 11 });
    expect(net.count('GET /users/me')).toBe(7);
  });

  test('SPEC-045.8: can be ended, also while it waits for another try', async () => {
    const { client, net } = await onNetwork(ann);
    const ending = new AbortController();
    net.fate = ['broken', 'broken', 'broken', 'broken'];
    const call = failure(client.get('/users/me', { signal: ending.signal }));
    ending.abort(new Error('Ann has left.'));
    expect(await call).toMatchObject({ message: 'Ann has left.' });
  });

  test('SPEC-045.9: for a row that was seen before only asks whether it has changed', async () => {
    const { client } = await onNetwork(ann);
    const { id } = await make.task(ann, await make.project(ann));
    const first = await client.get('/tasks/{id}', { path: { id } });
    expect(await client.get('/tasks/{id}', { path: { id } })).toBe(first);
    await ann.patch(`/tasks/${id}`, { title: 'Another' });
    expect(await client.get('/tasks/{id}', { path: { id } })).toMatchObject({ title: 'Another' });
  });

  test('SPEC-045.9: can be meant for the version that was seen last', async () => {
    const client = await clientOf(app, ann);
    const { id } = await make.task(ann, await make.project(ann));
    await client.get('/tasks/{id}', { path: { id } });
    await ann.patch(`/tasks/${id}`, { title: 'Of another tab' });
    const change = () => client.patch('/tasks/{id}', { path: { id }, body: { title: 'Mine' }, ifMatch: true });
    const error = await failure(change());
    expect(error?.current).toMatchObject({ title: 'Of another tab' });
    await client.get('/tasks/{id}', { path: { id } });
    expect(await change()).toMatchObject({ title: 'Mine', version: 3 });
    expect(await change()).toMatchObject({ title: 'Mine' });
  });

  test('SPEC-045.10: for a list walks its pages', async () => {
    const { client, net } = await onNetwork(ann);
    const project = await make.project(ann);
    for (let nth = 1; nth <= 5; nth++) await make.task(ann, project, { title: `Bed ${nth}` });
    const titles: string[] = [];
    for await (const task of client.list('/projects/{id}/tasks', {
      path: { id: project.id },
      query: { limit: 2, status: ['todo', 'done'] },
    }))
      titles.push(task.title);
    expect(titles).toEqual(['Bed 1', 'Bed 2', 'Bed 3', 'Bed 4', 'Bed 5']);
    expect(net.count(`GET /projects/${project.id}/tasks`)).toBe(3);
  });

  test('SPEC-045.11: takes files and brings them back', async () => {
    const client = await clientOf(app, ann);
    const { id } = await make.task(ann, await make.project(ann));
    const sent: number[] = [];
    const file = await client.post('/tasks/{id}/files', {
      path: { id },
      body: { file: new File(['carrots'], 'list.txt', { type: 'text/plain' }) },
      onProgress: (done, total) => sent.push(done / total),
    });
    expect(file).toMatchObject({ name: 'list.txt', size: 7 });
    expect(sent).toEqual([1]);
    const content = await client.get('/files/{id}/content', { path: { id: file.id } });
    expect(await content.text()).toBe('carrots');
  });
});
