import { createHash, randomBytes } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { join as path } from 'node:path';
import { startApp, type TestApp } from '../support/app.js';
import { anyPlace, type FilePlace } from '../support/file-stores.js';
import { download, type MadeFile, multipart, MULTIPART, upload, uploaded } from '../support/files.js';
import { make, type MadeTask } from '../support/make.js';
import { join } from '../support/members.js';
import { outcome } from '../support/outcome.js';
import type { Person } from '../support/people.js';

let place: FilePlace;
let app: TestApp;
let ann: Person;
let project: { id: number };
let task: MadeTask;

beforeAll(async () => {
  place = await anyPlace();
  app = await startApp({ ...place.env, FILE_MAX_MB: '1' });
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

const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

async function filesOf(one: { id: number }): Promise<MadeFile[]> {
  return ((await ann.get(`/tasks/${one.id}/files`)).body.data as { items: MadeFile[] }).items;
}

const incoming = () => readdirSync(path(place.folder, 'incoming'));

test('SPEC-020.1: who sends a file finds it on the task, byte for byte', async () => {
  const bytes = randomBytes(300_000);
  const { status, body } = await upload(ann, task, bytes, { filename: 'plan.bin' });
  expect(status).toBe(201);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  expect(body.data).toEqual({
    ...{ id: expect.any(Number), task_id: task.id, name: 'plan.bin', size: 300_000 },
    ...{ content_type: 'application/octet-stream', sha256, created_at: expect.stringMatching(/Z$/) },
    author: { id: ann.id, display_name: 'Ann', kind: 'person' },
  });
  const made = body.data as MadeFile;
  expect((await ann.get(`/files/${made.id}`)).body.data).toEqual(made);
  expect(await filesOf(task)).toEqual([made]);
  const got = await download(ann, made);
  expect([got.status, got.bytes.equals(bytes), incoming()]).toEqual([200, true, []]);
});

describe('Who may do what with a file', () => {
  let people: Record<'viewer' | 'commenter' | 'editor' | 'manager' | 'assignee' | 'stranger', Person>;

  beforeEach(async () => {
    const [viewer, commenter, editor, manager] = await Promise.all(
      (['viewer', 'commenter', 'editor', 'manager'] as const).map(async (role) =>
        join(app, project, await app.person(role), role),
      ),
    );
    const [assignee, stranger] = [await app.person('assignee'), await app.person('stranger')];
    people = { viewer, commenter, editor, manager, assignee, stranger } as typeof people;
    await ann.patch(`/tasks/${task.id}`, { assignee_id: assignee.id });
  });

  test('SPEC-020.2: editors and the assignee add, viewers and the assignee read, others do neither', async () => {
    const can = async (person: Person) => {
      const file = await uploaded(ann, task);
      const reads = [`/tasks/${task.id}/files`, `/files/${file.id}`].map((one) => person.get(one));
      const statuses = (await Promise.all(reads)).map(({ status }) => status);
      return [(await upload(person, task)).status, ...statuses, (await download(person, file)).status];
    };
    expect(await can(people.viewer)).toEqual([403, 200, 200, 200]);
    expect(await can(people.commenter)).toEqual([403, 200, 200, 200]);
    expect(await can(people.editor)).toEqual([201, 200, 200, 200]);
    expect(await can(people.assignee)).toEqual([201, 200, 200, 200]);
    expect(await can(people.stranger)).toEqual([403, 403, 403, 403]);
    expect(outcome(await upload(app.http, task))).toEqual([401, 'missing_token']);
  });

  test('SPEC-020.2: nobody finds a file that there is not, nor one on a task that does not have it', async () => {
    const elsewhere = await make.task(people.stranger, await make.project(people.stranger));
    const theirs = await uploaded(people.stranger, elsewhere);
    expect(outcome(await ann.get(`/files/${theirs.id}`))).toEqual([403, 'forbidden']);
    expect(await filesOf(task)).toEqual([]);
    for (const one of ['/files/999999999', '/files/999999999/content', '/tasks/999999999/files'])
      expect(outcome(await ann.get(one))).toEqual([404, 'not_found']);
    expect(outcome(await upload(ann, { id: 999_999_999 }))).toEqual([404, 'not_found']);
  });

  test('SPEC-020.3: its author and a manager delete it, nobody else does', async () => {
    for (const who of ['viewer', 'commenter', 'editor', 'assignee', 'stranger'] as const) {
      const file = await uploaded(ann, task);
      expect(outcome(await people[who].delete(`/files/${file.id}`))).toEqual([403, 'forbidden']);
    }
    const theirs = await uploaded(people.editor, task);
    const others = await uploaded(people.editor, task);
    for (const [who, file] of [['editor', theirs] as const, ['manager', others] as const]) {
      const { status, body } = await people[who].delete(`/files/${file.id}`);
      expect([status, body.data]).toEqual([200, null]);
      expect((await ann.get(`/files/${file.id}`)).status).toBe(404);
      expect((await download(ann, file)).status).toBe(404);
    }
  });
});

describe('What a file is', () => {
  const types: [string, string, string | Buffer, string][] = [
    ['a picture', 'a.txt', PNG, 'image/png'],
    ['a page that is called a picture', 'a.png', '<!doctype html><script>alert(1)</script>', 'text/plain'],
    ['a drawing with a script', 'a.svg', '<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>', 'text/plain'],
    ['words', 'a.exe', 'Grüße 🌱\r\n', 'text/plain'],
    ['words that are no UTF-8', 'a.txt', Buffer.from('Gr\xfc\xdfe', 'latin1'), 'application/octet-stream'],
    ['bytes', 'a.txt', Buffer.from([1, 2, 3, 0]), 'application/octet-stream'],
    ['a document', 'a', '%PDF-1.7\n', 'application/pdf'],
  ];

  test.each(types)('SPEC-020.4: %s is found out from its bytes', async (_, filename, content, expected) => {
    const file = await uploaded(ann, task, content, { filename });
    expect(file.content_type).toBe(expected);
    expect((await download(ann, file)).headers.get('content-type')?.split(';')[0]).toBe(expected);
  });
});

describe('The name of a file', () => {
  const names: [string, string][] = [
    ['../../etc/passwd', 'passwd'],
    ['C:\\Users\\ann\\plan.txt', 'plan.txt'],
    ['/', ''],
    ['  plan.txt ', 'plan.txt'],
    ['a%22b.txt', 'a"b.txt'],
    ['.hidden', '.hidden'],
    ['Gärten 🌱.txt', 'Gärten 🌱.txt'],
    ['x'.repeat(255), 'x'.repeat(255)],
  ];

  test.each(names.filter(([, kept]) => kept))('SPEC-020.5: %s is the last part of its path', async (filename, kept) => {
    expect((await uploaded(ann, task, 'x', { filename })).name).toBe(kept);
  });

  test.each([
    ['nothing', '', 'type'],
    ['a folder', 'folder/', 'too_short'],
    ['the folder above', '..', 'format'],
    ['a line break', 'a\tb', 'format'],
    ['invisible', '\u200b', 'format'],
    ['256 characters', 'x'.repeat(256), 'too_long'],
    ['10,000 characters', 'x'.repeat(10_000), 'too_long'],
  ])('SPEC-020.5: is not %s', async (_, filename, code) => {
    const { status, body } = await upload(ann, task, 'x', { filename });
    expect([status, body.error?.code, body.error?.details[0]]).toMatchObject([
      422,
      'validation_failed',
      { field: 'file', code },
    ]);
    expect([await filesOf(task), incoming()]).toEqual([[], []]);
  });
});

describe('A body', () => {
  const send = (body: Buffer | string, type = MULTIPART['Content-Type']) =>
    ann.send('POST', `/tasks/${task.id}/files`, body, { 'Content-Type': type });
  const file = { name: 'file', filename: 'a.txt', content: 'x' };

  test.each([
    ['without parts', [], [['file', 'required']]],
    ['with a text in the place of the file', [{ name: 'file', content: 'x' }], [['file', 'type']]],
    ['with two files', [file, file], [['file', 'too_long']]],
    [
      'with a file of another name',
      [{ ...file, name: 'other' }],
      [
        ['other', 'unknown_field'],
        ['file', 'required'],
      ],
    ],
    ['with another field behind', [file, { name: 'note', content: 'x' }], [['note', 'unknown_field']]],
    ['with another field before', [{ name: '__proto__', content: 'x' }, file], [['__proto__', 'unknown_field']]],
    [
      'with a hundred fields',
      Array(100).fill({ name: 'a', content: 'x' }),
      [
        ['a', 'unknown_field'],
        ['file', 'required'],
      ],
    ],
  ])('SPEC-020.6: %s is refused', async (_, parts, expected) => {
    const { status, body } = await send(multipart(...parts));
    const details = body.error?.details.map(({ field, code }) => [field, code]);
    expect([status, body.error?.code, details]).toEqual([422, 'validation_failed', expected]);
    expect([await filesOf(task), incoming()]).toEqual([[], []]);
  });

  test.each([
    ['that ends too early', multipart(file).subarray(0, -30), MULTIPART['Content-Type']],
    ['without its boundary', Buffer.from('nothing of the kind'), MULTIPART['Content-Type']],
    ['whose boundary is not said', multipart(file), 'multipart/form-data'],
    ['with NUL in its head', multipart({ ...file, filename: 'a\0b' }), MULTIPART['Content-Type']],
    ['with a broken head', Buffer.from('--the-end-of-the-part\r\nno head\r\n\r\nx'), MULTIPART['Content-Type']],
  ])('SPEC-020.6: %s is malformed', async (_, body, type) => {
    expect(outcome(await send(body, type))).toEqual([400, 'malformed_request']);
    expect([await filesOf(task), incoming()]).toEqual([[], []]);
  });

  test.each(['application/json', 'application/octet-stream', 'multipart/mixed; boundary=x', 'text/plain'])(
    'SPEC-020.6: of the type %s is none that the route takes',
    async (type) => {
      expect(outcome(await send(type.endsWith('json') ? '{}' : multipart(file), type))).toEqual([
        415,
        'unsupported_media_type',
      ]);
    },
  );

  test('SPEC-020.6: with files is taken nowhere else', async () => {
    const answer = await ann.send('POST', `/tasks/${task.id}/comments`, multipart(file), MULTIPART);
    expect(outcome(answer)).toEqual([415, 'unsupported_media_type']);
  });

  test('SPEC-020.12: that is sent twice with a key is one file, and another body needs another key', async () => {
    const key = { 'Idempotency-Key': 'once' };
    const [first, again] = [
      await upload(ann, task, 'one', { headers: key }),
      await upload(ann, task, 'one', { headers: key }),
    ];
    expect([first.status, again.status, again.headers['idempotent-replayed']]).toEqual([201, 201, 'true']);
    expect(again.body.data).toEqual(first.body.data);
    expect(outcome(await upload(ann, task, 'two', { headers: key }))).toEqual([422, 'idempotency_key_reused']);
    expect(await filesOf(task)).toHaveLength(1);
    expect(incoming()).toEqual([]);
  });
});
