import { gzipSync } from 'node:zlib';
import { type TestApp, startApp } from '../support/app.js';
import type { Answer } from '../support/client.js';
import { make } from '../support/make.js';
import type { Person } from '../support/people.js';

let app: TestApp;
let ann: Person;

beforeAll(async () => {
  app = await startApp();
  ann = await app.person('Ann');
});

afterAll(() => app.stop());

function refusal({ status, body }: Answer): [number, string | undefined] {
  return [status, body.error?.code];
}

function fields({ body }: Answer): string[] {
  return (body.error?.details ?? []).map(({ field, code }) => `${field} ${code}`);
}

describe('A body', () => {
  const post = (body: string, headers: Record<string, string>) => ann.post('/projects', body, headers);
  const json = { 'Content-Type': 'application/json' };

  test('SPEC-007.8: in another format is 415', async () => {
    for (const type of ['text/plain', 'application/xml', 'application/x-www-form-urlencoded', 'multipart/form-data']) {
      expect(refusal(await post('name=x', { 'Content-Type': type }))).toEqual([415, 'unsupported_media_type']);
    }
    expect(refusal(await post('{}', { 'Content-Type': 'application/json; charset=latin1' }))[0]).toBe(415);
  });

  test('SPEC-007.9: over 256 KiB is 413, also when it comes in chunks or unpacks to it', async () => {
    const large = JSON.stringify({ name: 'x'.repeat(300_000) });
    expect(refusal(await post(large, json))).toEqual([413, 'payload_too_large']);
    const chunked = await fetch(`${app.url}/projects`, {
      method: 'POST',
      headers: { ...json, Authorization: `Bearer ${ann.token}` },
      body: new Blob([large]).stream(),
      duplex: 'half',
    });
    expect(chunked.status).toBe(413);
    const packed = await fetch(`${app.url}/projects`, {
      method: 'POST',
      headers: { ...json, 'Content-Encoding': 'gzip', Authorization: `Bearer ${ann.token}` },
      body: gzipSync(large),
    });
    expect(packed.status).toBe(413);
  });

  test.each([
    ['broken', '{"name": '],
    ['no JSON at all', 'name=x'],
    ['nested 100,000 deep', '['.repeat(100_000)],
    ['nested deep in objects', '{"a":'.repeat(40_000) + '1'],
    ['followed by something', '{"name":"x"} x'],
  ])('SPEC-007.10: that is %s is 400', async (_, body) => {
    expect(refusal(await post(body, json))).toEqual([400, 'malformed_json']);
  });

  test('SPEC-007.10: that is not UTF-8 is 400', async () => {
    const body = Buffer.from([0x7b, 0x22, 0x61, 0x22, 0x3a, 0x22, 0xff, 0x22, 0x7d]);
    const headers = { ...json, Authorization: `Bearer ${ann.token}` };
    const answer = await fetch(`${app.url}/projects`, { method: 'POST', headers, body });
    expect([answer.status, await answer.json()]).toMatchObject([400, { error: { code: 'malformed_json' } }]);
  });

  test.each([['[]'], ['null'], ['"x"'], ['5'], ['true'], ['']])('SPEC-007.13: %s is no object: 422', async (body) => {
    expect(refusal(await post(body, json))).toEqual([422, 'validation_failed']);
  });

  test('SPEC-007.11: with fields that the route does not know is 422, and nothing changes', async () => {
    const body = { name: 'x', owner_id: 1, id: 7, __proto__x: 1, constructor: 2 };
    const answer = await ann.post('/projects', body);
    expect(refusal(answer)).toEqual([422, 'validation_failed']);
    expect(fields(answer).sort()).toEqual([
      '__proto__x unknown_field',
      'constructor unknown_field',
      'id unknown_field',
      'owner_id unknown_field',
    ]);
    expect(refusal(await post('{"name":"x","__proto__":{"a":1}}', json))).toEqual([422, 'validation_failed']);
    expect(refusal(await ann.post('/auth/logout', { everywhere: true }))).toEqual([422, 'validation_failed']);
    expect((await ann.get('/users/me')).status).toBe(200);
  });

  test('SPEC-007.13, SPEC-007.14: of wrong types is 422 with an entry for each of them', async () => {
    const project = await make.project(ann);
    const answer = await ann.post(`/projects/${project.id}/tasks`, { title: 5, description: [], assignee_id: '5' });
    expect(refusal(answer)).toEqual([422, 'validation_failed']);
    expect(
      fields(answer)
        .map((field) => field.split(' ')[0])
        .sort(),
    ).toEqual(['assignee_id', 'description', 'title']);
    for (const id of [2 ** 53, -1, 0, 1.5, true, {}]) {
      const said = await ann.post(`/projects/${project.id}/tasks`, { title: 'x', assignee_id: id });
      expect([id, ...refusal(said)]).toEqual([id, 422, 'validation_failed']);
    }
  });

  test('SPEC-007.15: keeps every text as it was sent, blanks around names aside', async () => {
    const description = '  \u202e<b>Ünïcödé</b> 👩‍👩‍👧 \n\t "quotes" \\ \u2028 ';
    const { body } = await ann.post('/projects', { name: '  Garden \n', description });
    expect(body.data).toMatchObject({ name: 'Garden', description });
  });

  test('SPEC-007.16: with NUL or a lone surrogate in a text is 422', async () => {
    for (const name of ['a\\u0000b', 'a\\ud800b', '\\udc00']) {
      expect(refusal(await post(`{"name":"${name}"}`, json))).toEqual([422, 'validation_failed']);
    }
    expect(refusal(await ann.get('/users/me?a%00b=1'))).toEqual([422, 'validation_failed']);
  });

  test('SPEC-007.17: is measured in characters', async () => {
    expect((await ann.post('/projects', { name: '🌱'.repeat(200) })).status).toBe(201);
    expect(refusal(await ann.post('/projects', { name: '🌱'.repeat(201) }))).toEqual([422, 'validation_failed']);
    expect(refusal(await ann.post('/projects', { name: '   ' }))).toEqual([422, 'validation_failed']);
    expect((await ann.post('/projects', { name: 'x', description: 'y'.repeat(20_000) })).status).toBe(201);
    expect(refusal(await ann.post('/projects', { name: 'x', description: 'y'.repeat(20_001) }))[0]).toBe(422);
  });
});

describe('A query', () => {
  test('SPEC-007.12: with what the route does not know, or twice, is 422', async () => {
    for (const path of [
      '/tasks?page=2',
      '/tasks?limit=1&limit=2',
      '/users/me?x=1',
      '/tasks?__proto__=1',
      '/tasks?limit[a]=1',
    ]) {
      expect([path, ...refusal(await ann.get(path))]).toEqual([path, 422, 'validation_failed']);
    }
  });

  test('SPEC-007.18: with an id that is none is 422', async () => {
    for (const id of ['0', '-1', '1.5', 'abc', '1e3', '', '9007199254740993']) {
      expect([id, ...refusal(await ann.get(`/tasks?project_id=${id}`))]).toEqual([id, 422, 'validation_failed']);
    }
  });

  test('SPEC-007.21: asks for pages of 1 to 100', async () => {
    const project = await make.project(ann);
    for (let made = 0; made < 22; made++) await make.task(ann, project);
    const list = async (query: string) =>
      (await ann.get(`/projects/${project.id}/tasks${query}`)).body.data as { items: [] };
    expect(await list('')).toMatchObject({ has_more: true, next_cursor: expect.any(String) as string });
    expect((await list('')).items).toHaveLength(20);
    expect(await list('?limit=100')).toMatchObject({ has_more: false, next_cursor: null });
    for (const limit of ['0', '101', '-1', '1.5', 'x', '', '9'.repeat(30)]) {
      const answer = await ann.get(`/projects/${project.id}/tasks?limit=${limit}`);
      expect([limit, ...refusal(answer)]).toEqual([limit, 422, 'validation_failed']);
    }
  });

  test('SPEC-007.22: with a cursor of another list, other filters or another person is 400', async () => {
    const project = await make.project(ann);
    await make.task(ann, project);
    await make.task(ann, project);
    const { data } = (await ann.get('/tasks?limit=1')).body as { data: { next_cursor: string } };
    const cursor = data.next_cursor;
    const altered = cursor.slice(0, 5) + (cursor[5] === 'A' ? 'B' : 'A') + cursor.slice(6);
    const strange = [`/projects?cursor=${cursor}`, `/tasks?status=todo&cursor=${cursor}`, `/tasks?cursor=${altered}`];
    for (const path of [...strange, '/tasks?cursor=', `/tasks?cursor=${cursor}A`, '/tasks?cursor=%F0%9F%8C%B1']) {
      expect([path, ...refusal(await ann.get(path))]).toEqual([path, 400, 'invalid_cursor']);
    }
    expect(refusal(await (await app.person('Ben')).get(`/tasks?cursor=${cursor}`))).toEqual([400, 'invalid_cursor']);
    expect((await ann.get(`/tasks?limit=5&cursor=${cursor}`)).status).toBe(200);
  });
});
