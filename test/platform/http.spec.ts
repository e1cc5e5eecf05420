import { randomUUID } from 'node:crypto';
import { connect } from 'node:net';
import { type TestApp, startApp } from '../support/app.js';
import type { Answer } from '../support/client.js';
import { make } from '../support/make.js';
import type { Person } from '../support/people.js';

let app: TestApp;
let ann: Person;

beforeAll(async () => {
  app = await startApp({ CORS_ORIGINS: 'https://app.example.com' });
  ann = await app.person('Ann');
});

afterAll(() => app.stop());

function refusal({ status, body }: Answer): [number, string | undefined] {
  return [status, body.error?.code];
}

describe('An answer', () => {
  test('SPEC-007.1: has one shape when all went well', async () => {
    const { body } = await ann.get('/users/me');
    expect(Object.keys(body)).toEqual(['data', 'error', 'meta']);
    expect(body).toMatchObject({ error: null, meta: {} });
  });

  test('SPEC-007.2: has one shape when it did not', async () => {
    const { body, headers } = await ann.get('/projects/999999');
    expect(body).toEqual({
      data: null,
      error: { code: 'not_found', message: expect.any(String) as string, details: [] },
      meta: { request_id: headers['x-request-id'] },
    });
  });

  test('SPEC-007.3: keeps a sane request id and replaces any other', async () => {
    const id = randomUUID();
    expect((await ann.get('/users/me', { 'X-Request-Id': id })).headers['x-request-id']).toBe(id);
    for (const strange of ['a b', '<script>', 'x'.repeat(129)]) {
      const { headers } = await ann.get('/users/me', { 'X-Request-Id': strange });
      expect(headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/);
    }
  });

  test('SPEC-007.4: is a problem document for those who ask for one', async () => {
    const answer = await ann.get('/projects/999999', { Accept: 'application/problem+json' });
    expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/);
    expect(answer.body).toMatchObject({ type: 'about:blank', status: 404, code: 'not_found' });
    expect(answer.body).not.toHaveProperty('error');
  });

  test('SPEC-007.5: for a path that nobody serves is 404, with the limits in its headers', async () => {
    for (const path of [
      '/nothing',
      '/Tasks',
      '/tasks/',
      '/tasks/1/',
      '//tasks',
      '/%E0%A4%A',
      '/..%2f..%2fetc/passwd',
    ]) {
      const answer = await app.http.get(path);
      expect([path, ...refusal(answer)]).toEqual([path, 404, 'not_found']);
      expect(answer.headers.ratelimit).toBeDefined();
    }
  });

  test('SPEC-007.6: for a method that a path does not know is 405 and names those it knows', async () => {
    const answer = await ann.send('DELETE', '/projects', undefined);
    expect(refusal(answer)).toEqual([405, 'method_not_allowed']);
    expect(answer.headers.allow).toBe('GET, HEAD, POST');
  });

  test('SPEC-007.6: names each method once, however many routes fit, and HEAD where GET is served', async () => {
    for (const [path, allow] of [
      ['/users/me', 'GET, HEAD, PATCH, DELETE'],
      ['/docs/anything', 'GET, HEAD'],
      ['/health/live', 'GET, HEAD'],
      ['/auth/login', 'POST'],
      ['/tasks/1', 'DELETE, GET, HEAD, PATCH'],
    ] as const) {
      const { status, headers } = await ann.send('PUT', path, undefined);
      const sorted = (text = '') => text.split(', ').sort();
      expect([path, status, sorted(headers.allow)]).toEqual([path, 405, sorted(allow)]);
      const head = await fetch(app.url + path, { method: 'HEAD', headers: { Authorization: `Bearer ${ann.token}` } });
      expect([path, head.status === 405]).toEqual([path, !allow.includes('HEAD')]);
    }
  });

  test('SPEC-007.5, SPEC-007.6: is the same whatever is sent there', async () => {
    for (const [path, ...expected] of [
      ['/nothing', 404, 'not_found'],
      ['/users/me', 405, 'method_not_allowed'],
    ] as const) {
      expect(refusal(await ann.post(path, { name: 'x' }))).toEqual(expected);
      expect(refusal(await ann.post(`${path}?limit=x`, '{"a":', { 'Content-Type': 'application/json' }))).toEqual(
        expected,
      );
      expect(refusal(await ann.post(path, 'a=b', { 'Content-Type': 'text/plain' }))).toEqual(expected);
    }
    expect(refusal(await ann.get('/nothing?limit=x'))).toEqual([404, 'not_found']);
  });

  test('SPEC-007.7: is refused to those who do not take JSON', async () => {
    expect(refusal(await ann.get('/users/me', { Accept: 'text/html' }))).toEqual([406, 'not_acceptable']);
    for (const accept of ['*/*', 'application/*', 'text/html, application/json;q=0.1']) {
      expect((await ann.get('/users/me', { Accept: accept })).status).toBe(200);
    }
  });

  test('SPEC-007.19, SPEC-007.20: has every field, null where there is nothing, and times in one form', async () => {
    const task = await make.task(ann, await make.project(ann));
    const { data } = (await ann.get(`/tasks/${task.id}`)).body as { data: Record<string, unknown> };
    expect(Object.keys(data).sort()).toEqual([
      'assignee',
      'created_at',
      'description',
      'due_on',
      'id',
      'labels',
      'number',
      'parent_id',
      'position',
      'priority',
      'project_id',
      'recurrence',
      'ref',
      'start_on',
      'status',
      'title',
      'updated_at',
      'version',
    ]);
    expect(data).toMatchObject({ assignee: null, description: null, parent_id: null, due_on: null, labels: [] });
    expect(data.created_at).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  });
});

describe('A patch', () => {
  test('SPEC-007.25: keeps what it lacks, clears what may be null, and refuses null elsewhere', async () => {
    const project = await make.project(ann, { description: 'Green' });
    const path = `/projects/${project.id}`;
    expect((await ann.patch(path, { name: 'Yard' })).body.data).toMatchObject({ name: 'Yard', description: 'Green' });
    expect((await ann.patch(path, { description: null })).body.data).toMatchObject({ name: 'Yard', description: null });
    expect(refusal(await ann.patch(path, { name: null }))).toEqual([422, 'validation_failed']);
    const merge = await ann.patch(path, '{"name":"Park"}', { 'Content-Type': 'application/merge-patch+json' });
    expect(merge.body.data).toMatchObject({ name: 'Park' });
  });

  test('SPEC-007.26: that is empty changes and records nothing', async () => {
    const project = await make.project(ann);
    const events = () => app.database.query<{ count: number }>('SELECT count(*) FROM events');
    const before = await events();
    expect((await ann.patch(`/projects/${project.id}`, {})).body.data).toMatchObject({ version: 1 });
    expect(await events()).toEqual(before);
  });

  test('SPEC-007.27: a delete answers null, and the next one 404', async () => {
    const project = await make.project(ann);
    const answer = await ann.delete(`/projects/${project.id}`);
    expect([answer.status, answer.body.data]).toEqual([200, null]);
    expect(refusal(await ann.delete(`/projects/${project.id}`))).toEqual([404, 'not_found']);
  });
});

describe('Other origins', () => {
  test('SPEC-007.30: are let in when they are named, and no other', async () => {
    const allowed = await ann.get('/users/me', { Origin: 'https://app.example.com' });
    expect(allowed.headers['access-control-allow-origin']).toBe('https://app.example.com');
    const other = await ann.get('/users/me', { Origin: 'https://evil.example.com' });
    expect(other.headers['access-control-allow-origin']).not.toBe('https://evil.example.com');
    expect(other.headers['access-control-allow-origin']).not.toBe('*');
  });
});

describe('Whatever comes over the wire', () => {
  test.each([
    ['no HTTP', 'HELLO\r\n\r\n'],
    ['a header without end', `GET / HTTP/1.1\r\nX: ${'a'.repeat(20_000)}\r\n\r\n`],
    ['two lengths', 'POST /projects HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab'],
    ['a path with NUL', 'GET /tasks/\0 HTTP/1.1\r\nHost: x\r\n\r\n'],
  ])('SPEC-007.29: %s gets a 4xx', async (_, bytes) => {
    const answer = await new Promise<string>((resolve, reject) => {
      const socket = connect(Number(new URL(app.url).port), '127.0.0.1', () => socket.write(bytes));
      let text = '';
      socket.on('data', (chunk) => (text += chunk.toString('latin1')));
      socket.on('close', () => resolve(text));
      socket.on('error', reject);
    });
    expect(answer).toMatch(/^HTTP\/1\.1 4\d\d /);
  });
});
