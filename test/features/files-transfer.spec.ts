import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { type ClientRequest, type IncomingMessage, request as open } from 'node:http';
import { join as path } from 'node:path';
import { startApp, type TestApp } from '../support/app.js';
import { anyPlace, type FilePlace } from '../support/file-stores.js';
import { BOUNDARY, multipart, MULTIPART, upload, uploaded } from '../support/files.js';
import { make } from '../support/make.js';
import { join } from '../support/members.js';
import { outcome } from '../support/outcome.js';
import type { Person } from '../support/people.js';
import { until } from '../support/until.js';

const MIB = 1024 * 1024;
const HEAD = `--${BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="a.bin"\r\n\r\n`;
const TAIL = `\r\n--${BOUNDARY}--\r\n`;

let place: FilePlace;
let app: TestApp;
let ann: Person;
let project: { id: number };
let task: { id: number };

beforeAll(async () => {
  place = await anyPlace();
  app = await startApp({ ...place.env, FILE_MAX_MB: '1' }, undefined, {
    bodies: { timeoutMs: 1_500, perPerson: 3, perNetwork: 100 },
  });
  ann = await app.person('Ann');
});
beforeEach(async () => {
  project = await make.project(ann);
  task = await make.task(ann, project);
});
afterAll(async () => {
  await app.stop();
  await place.remove();
});

const incoming = () => readdirSync(path(place.folder, 'incoming'));
const files = async () => ((await ann.get(`/tasks/${task.id}/files`)).body.data as { items: object[] }).items;

interface Sending {
  call: ClientRequest;
  answer: Promise<{ status: number; code: string | undefined; connection: string | undefined }>;
  isClosed: Promise<unknown>;
}

/** A body that comes piece by piece; the server has read its head. */
async function begin(person: { token?: string | undefined }, headers: Record<string, string> = {}): Promise<Sending> {
  const call = open(`${app.url}/tasks/${task.id}/files`, {
    method: 'POST',
    agent: false,
    headers: {
      ...MULTIPART,
      ...(person.token && { Authorization: `Bearer ${person.token}` }),
      Expect: '100-continue',
      ...headers,
    },
  });
  const isClosed = new Promise((resolve) => call.once('close', resolve));
  call.on('error', () => undefined);
  const answer = once(call, 'response').then(([message]) => read(message as IncomingMessage));
  answer.catch(() => undefined);
  call.flushHeaders();
  await Promise.race([once(call, 'continue'), answer]);
  return { call, answer, isClosed };
}

async function read(message: IncomingMessage): Promise<Awaited<Sending['answer']>> {
  let text = '';
  message.on('error', () => undefined);
  message.on('data', (chunk) => (text += String(chunk)));
  await Promise.race([once(message, 'end'), once(message, 'close')]);
  const { error } = JSON.parse(text) as { error: { code: string } | null };
  return { status: message.statusCode ?? 0, code: error?.code, connection: message.headers.connection };
}

describe('A file that is too large', () => {
  test('SPEC-020.7: is 413, and one of the largest size is taken', async () => {
    const { status, body } = await upload(ann, task, Buffer.alloc(MIB + 1));
    expect([status, body.error?.code]).toEqual([413, 'file_too_large']);
    expect(body.error?.details).toMatchObject([{ field: 'file', code: 'too_large', limit: MIB }]);
    expect((await uploaded(ann, task, Buffer.alloc(MIB))).size).toBe(MIB);
    expect(incoming()).toEqual([]);
  });

  test('SPEC-020.7: is refused by its Content-Length, before it is sent', async () => {
    const { answer, isClosed } = await begin(ann, { 'Content-Length': String(50 * MIB) });
    expect(await answer).toEqual({ status: 413, code: 'file_too_large', connection: 'close' });
    await isClosed;
  });

  test.each([
    ['a file', HEAD],
    ['what is no part', ''],
    ['a text field', `--${BOUNDARY}\r\nContent-Disposition: form-data; name="note"\r\n\r\n`],
  ])('SPEC-020.7: is cut at the limit if it never ends: %s', async (_, head) => {
    const { call, answer, isClosed } = await begin(ann);
    call.write(head || 'x');
    let isOver = false;
    void isClosed.then(() => (isOver = true));
    const send = () => {
      while (!isOver && call.write(Buffer.alloc(64 * 1024)));
    };
    call.on('drain', send);
    send();
    expect(await answer).toEqual({ status: 413, code: 'file_too_large', connection: 'close' });
    await isClosed;
    expect([await files(), incoming()]).toEqual([[], []]);
  });
});

describe('A body on its way', () => {
  test('SPEC-020.8: may take long, but not be silent for long', async () => {
    const slow = await begin(ann);
    slow.call.write(HEAD);
    for (let piece = 0; piece < 6; piece++) {
      slow.call.write('x');
      await new Promise((resolve) => setTimeout(resolve, 300));
    }
    slow.call.end(TAIL);
    expect((await slow.answer).status).toBe(201);
    const silent = await begin(ann);
    silent.call.write(`${HEAD}x`);
    expect(await silent.answer).toEqual({ status: 408, code: 'request_timeout', connection: 'close' });
    await silent.isClosed;
    expect([(await files()).length, incoming()]).toEqual([1, []]);
  });

  test('SPEC-020.8: that is shorter than its Content-Length is waited for as long', async () => {
    const { call, answer } = await begin(ann, { 'Content-Length': '10000' });
    call.write(HEAD + 'x' + TAIL);
    expect(await answer).toEqual({ status: 408, code: 'request_timeout', connection: 'close' });
  });

  test('SPEC-020.8: that is longer than its Content-Length is malformed', async () => {
    const answer = await fetch(`${app.url}/tasks/${task.id}/files`, {
      method: 'POST',
      headers: { ...MULTIPART, Authorization: `Bearer ${ann.token}` },
      body: multipart({ name: 'file', filename: 'a', content: 'x' }).subarray(0, 100),
    });
    expect(answer.status).toBe(400);
  });

  test('SPEC-020.9: leaves nothing when its sender goes away', async () => {
    const { call } = await begin(ann);
    call.write(HEAD + 'x'.repeat(100_000));
    await until(() => incoming().length === 1);
    call.destroy();
    await until(() => incoming().length === 0);
    expect([await files(), place.objects().length]).toEqual([[], place.objects().length]);
  });

  const meanwhile: [string, (person: Person) => Promise<unknown>, string][] = [
    ['was removed', (person) => ann.delete(`/projects/${project.id}/members/${person.id}`), '403 forbidden'],
    [
      'became a viewer',
      (person) => ann.patch(`/projects/${project.id}/members/${person.id}`, { role: 'viewer' }),
      '403 forbidden',
    ],
    ['signed out', (person) => person.post('/auth/logout'), '401 token_revoked'],
    ['lost the task', () => ann.delete(`/tasks/${task.id}`), '404 not_found'],
    [
      'found the project archived',
      () => ann.patch(`/projects/${project.id}`, { status: 'archived' }),
      '409 project_archived',
    ],
  ];

  test.each(meanwhile)(
    'SPEC-020.10: is judged after its last byte: who %s meanwhile adds nothing',
    async (_, change, expected) => {
      const ben = await join(app, project, await app.person('Ben'), 'editor');
      const before = place.objects().length;
      const { call, answer } = await begin(ben);
      call.write(`${HEAD}x`);
      await until(() => incoming().length === 1);
      expect(await change(ben)).toMatchObject({ status: 200 });
      call.end(TAIL);
      const { status, code } = await answer;
      expect(`${status} ${code}`).toBe(expected);
      await until(() => incoming().length === 0);
      expect(place.objects()).toHaveLength(before);
    },
  );

  test('SPEC-020.10: is judged before its first byte, too: strangers can’t fill the disk', async () => {
    const eve = await app.person('Eve');
    for (const [person, expected] of [[eve, 403] as const, [{ token: undefined }, 401] as const]) {
      const { call, answer, isClosed } = await begin(person);
      call.write(HEAD + 'x'.repeat(100_000));
      const { status, connection } = await answer;
      expect([status, connection]).toEqual([expected, 'close']);
      expect(incoming()).toEqual([]);
      await isClosed;
    }
  });

  test('SPEC-020.11: counts among the unfinished bodies of its sender', async () => {
    const held = [await begin(ann), await begin(ann), await begin(ann)];
    const { answer } = await begin(ann);
    expect(await answer).toMatchObject({ status: 429, code: 'rate_limited' });
    for (const { call } of held) call.end(`${HEAD}x${TAIL}`);
    for (const { answer: one } of held) expect((await one).status).toBe(201);
    expect((await upload(ann, task)).status).toBe(201);
  });
});

test('SPEC-020.10: a person who is refused does not learn what is wrong with the body', async () => {
  const eve = await app.person('Eve');
  const body = multipart({ name: 'other', content: 'x' });
  expect(outcome(await eve.send('POST', `/tasks/${task.id}/files`, body, MULTIPART))).toEqual([403, 'forbidden']);
});
