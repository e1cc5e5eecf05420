import { connect } from 'node:net';
import { type TestApp, startApp } from '../support/app.js';
import { make } from '../support/make.js';
import type { Person } from '../support/people.js';

let app: TestApp;
let ann: Person;

beforeAll(async () => {
  app = await startApp();
  ann = await app.person('Ann');
});
afterAll(() => app.stop());

interface RawAnswer {
  status: number;
  headers: string;
  body: { data: { id?: number } | null; error: { code: string } | null; meta: Record<string, unknown> };
}

/** Bytes as they are, on a connection of their own: clients tidy up what they send. */
function sendRaw(bytes: string | Buffer): Promise<RawAnswer> {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(new URL(app.url).port), '127.0.0.1', () => socket.write(bytes));
    let text = '';
    socket.on('data', (chunk) => (text += chunk.toString('latin1')));
    socket.on('error', reject);
    socket.on('close', () => {
      const [head = '', body = ''] = text.split('\r\n\r\n');
      const status = Number(/^HTTP\/1\.1 (\d+)/.exec(head)?.[1]);
      resolve({ status, headers: head.toLowerCase(), body: JSON.parse(body) as RawAnswer['body'] });
    });
  });
}

function raw(method: string, target: string, body = '', more: string[] = []): string {
  const lines = [
    `${method} ${target} HTTP/1.1`,
    'Host: localhost',
    'Connection: close',
    `Authorization: Bearer ${ann.token}`,
    ...(body ? ['Content-Type: application/json', `Content-Length: ${Buffer.byteLength(body)}`] : []),
    ...more,
  ];
  return `${lines.join('\r\n')}\r\n\r\n${body}`;
}

describe('What is no HTTP request', () => {
  test.each([
    ['a target that is no URL', () => raw('GET', 'http://['), 400],
    ['a target of another scheme', () => raw('GET', 'ftp://localhost/tasks'), 400],
    ['a target without a beginning', () => raw('GET', 'tasks'), 400],
    ['a target that is no URL, with a body', () => raw('POST', 'http://[', '{"name":"x"}'), 400],
    ['no HTTP at all', () => 'HELLO\r\n\r\n', 400],
    ['two lengths', () => raw('POST', '/projects', '', ['Content-Length: 1', 'Content-Length: 2']), 400],
    ['a length that is none', () => raw('POST', '/projects', '', ['Content-Length: x']), 400],
    ['a head without end', () => raw('GET', '/tasks', '', [`X-Long: ${'a'.repeat(20_000)}`]), 431],
    ['a target without end', () => raw('GET', `/${'a'.repeat(20_000)}`), 431],
  ])('SPEC-007.31: %s is refused in the envelope', async (_, request, status) => {
    const answer = await sendRaw(request());
    expect(answer).toMatchObject({ status, body: { data: null, error: { code: 'malformed_request', details: [] } } });
    const id = /x-request-id: (\S+)/.exec(answer.headers)?.[1];
    expect(answer.body.meta).toEqual({ request_id: id });
    expect(answer.headers).toContain('x-content-type-options: nosniff');
  });
});

describe('A target in another form', () => {
  test('SPEC-007.31: is the path and query that it names', async () => {
    expect(await sendRaw(raw('GET', 'http://elsewhere.example/users/me'))).toMatchObject({ status: 200 });
    expect(await sendRaw(raw('GET', 'HTTP://elsewhere.example/tasks?limit=x'))).toMatchObject({ status: 422 });
    expect(await sendRaw(raw('GET', 'http://elsewhere.example'))).toMatchObject({ status: 404 });
    expect(await sendRaw(raw('GET', 'http://elsewhere.example?x=1'))).toMatchObject({ status: 404 });
  });

  test('SPEC-008.19: is the same request for a key', async () => {
    const project = await make.project(ann);
    const task = await make.task(ann, project);
    const encoded = [...String(task.id)].map((digit) => `%${digit.charCodeAt(0).toString(16)}`).join('');
    const key = ['Idempotency-Key: spelled'];
    const targets = [`/tasks/${task.id}/comments`, `/tasks/${encoded}/comments`, `/tasks/${task.id}/comments?`].flatMap(
      (target) => [target, `http://localhost:3000${target}`],
    );
    const answers: RawAnswer[] = [];
    for (const target of targets) answers.push(await sendRaw(raw('POST', target, '{"body":"Once"}', key)));
    expect(answers.map(({ status }) => status)).toEqual(targets.map(() => 201));
    expect(new Set(answers.map(({ body }) => body.data?.id)).size).toBe(1);
    const other = await make.task(ann, project);
    const elsewhere = await sendRaw(raw('POST', `/tasks/${other.id}/comments`, '{"body":"Once"}', key));
    expect(elsewhere.body.data?.id).not.toBe(answers[0]?.body.data?.id);
  });

  test('SPEC-008.19: is no fault of ours when it is long', async () => {
    const key = ['Idempotency-Key: long'];
    const long = 'a'.repeat(8_000);
    const absolute = await sendRaw(raw('POST', `http://${long}.example/projects`, '{"name":"x"}', key));
    expect(absolute.status).toBe(201);
    for (const target of [`/projects?${long}=1`, `/tasks/${long}/comments`]) {
      expect((await sendRaw(raw('POST', target, '{"name":"x"}', key))).status).toBeLessThan(500);
    }
  });
});

describe('A body in another charset', () => {
  const charsets = [
    'utf-16le',
    'UTF-16',
    'utf-16be',
    'utf-32',
    'utf-7',
    'iso-8859-1',
    '"utf-16le"',
    'utf-8; charset=utf-16le',
    '""',
  ];
  test.each(charsets)('SPEC-007.8: %s is 415, however deep', async (charset) => {
    const deep = Buffer.from('['.repeat(50_000), 'utf16le').toString('latin1');
    for (const type of ['application/json', 'application/merge-patch+json']) {
      for (const body of [deep, '{"name":"x"}']) {
        const { status, body: said } = await ann.post('/projects', body, {
          'Content-Type': `${type}; charset=${charset}`,
        });
        expect([status, said.error?.code]).toEqual([415, 'unsupported_media_type']);
      }
    }
    const form = { 'Content-Type': `application/x-www-form-urlencoded; charset=${charset}` };
    expect((await app.http.post('/auth/token', 'grant_type=password', form)).status).toBe(415);
  });

  test.each(['utf-8', 'UTF-8', '"utf-8"'])('SPEC-007.8: %s is taken', async (charset) => {
    const answer = await ann.post('/projects', '{"name":"x"}', {
      'Content-Type': `application/json; charset=${charset}`,
    });
    expect(answer.status).toBe(201);
  });
});
