import { ApiError, type Client, type ClientOptions, isRefusal } from '@fasttrack/client';
import { startApp, type TestApp } from '../support/app.js';
import { clientOf } from '../support/api-client.js';
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

const refusal = (status: number, code: string, headers: Record<string, string> = {}) =>
  Response.json({ data: null, error: { code, message: '', details: [] }, meta: {} }, { status, headers });

const failure = (call: Promise<unknown>) =>
  call.then(
    () => undefined,
    (error: ApiError) => error,
  );

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
