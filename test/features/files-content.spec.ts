import { randomBytes } from 'node:crypto';
import { FileSweep } from '../../src/features/files/objects/file-sweep.js';
import { startApp, type TestApp } from '../support/app.js';
import { type FilePlace, PLACES } from '../support/file-stores.js';
import { download, type MadeFile, uploaded } from '../support/files.js';
import { make } from '../support/make.js';
import type { Person } from '../support/people.js';

describe.each(PLACES)('Files in %s', (_, open) => {
  let place: FilePlace;
  let app: TestApp;
  let ann: Person;
  let task: { id: number };
  let file: MadeFile;
  const bytes = randomBytes(200_000);

  beforeAll(async () => {
    place = await open();
    app = await startApp(place.env);
    ann = await app.person('Ann');
    task = await make.task(ann, await make.project(ann));
    file = await uploaded(ann, task, bytes, { filename: 'plan.bin' });
  });
  afterAll(async () => {
    await app.stop();
    await place.remove();
  });

  const range = (value: string, more: Record<string, string> = {}) =>
    download(ann, file, { headers: { Range: value, ...more } });

  test('SPEC-020.16: are saved by browsers, and nothing of them runs', async () => {
    const { status, headers, bytes: got } = await download(ann, file);
    expect([status, got.equals(bytes)]).toEqual([200, true]);
    expect(Object.fromEntries(headers)).toMatchObject({
      'content-type': 'application/octet-stream',
      'content-length': '200000',
      'content-disposition': 'attachment; filename="plan.bin"',
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; sandbox",
      'cache-control': 'private, no-cache',
      'accept-ranges': 'bytes',
      etag: `"${file.sha256}"`,
    });
  });

  test('SPEC-020.16: keep their names in any script', async () => {
    const named = await uploaded(ann, task, 'x', { filename: 'Gärten “2026” 🌱.txt' });
    const { headers } = await download(ann, named);
    const said = headers.get('content-disposition') ?? '';
    expect(said).toMatch(/^attachment; filename="[ -~]+"; filename\*=UTF-8''/);
    expect(decodeURIComponent(said.split("UTF-8''")[1] ?? '')).toBe('Gärten “2026” 🌱.txt');
  });

  test('SPEC-020.17: are sent in part', async () => {
    const asked: [string, number, number][] = [
      ['bytes=0-0', 0, 1],
      ['bytes=100000-', 100_000, 200_000],
      ['bytes=-5', 199_995, 200_000],
      ['bytes=70000-79999', 70_000, 80_000],
      ['bytes=199999-999999', 199_999, 200_000],
      ['bytes=-999999', 0, 200_000],
    ];
    for (const [value, first, end] of asked) {
      const { status, headers, bytes: got } = await range(value);
      expect([value, status, got.equals(bytes.subarray(first, end))]).toEqual([value, 206, true]);
      expect(headers.get('content-range')).toBe(`bytes ${first}-${end - 1}/200000`);
      expect(headers.get('content-length')).toBe(String(end - first));
    }
  });

  test('SPEC-020.17: are sent whole where the range is none, or several', async () => {
    for (const value of ['bytes=5-1', 'bytes=', 'bytes=a-b', 'lines=1-2', 'bytes=0-1,4-5', 'x']) {
      const { status, bytes: got } = await range(value);
      expect([value, status, got.length]).toEqual([value, 200, 200_000]);
    }
  });

  test('SPEC-020.17: have no bytes beyond their end', async () => {
    for (const value of ['bytes=200000-', 'bytes=999999-9999999', 'bytes=-0']) {
      const answer = await ann.get(`/files/${file.id}/content`, { Range: value });
      expect([answer.status, answer.body.error?.code]).toEqual([416, 'range_not_satisfiable']);
      expect(answer.headers['content-range']).toBe('bytes */200000');
    }
  });

  test('SPEC-020.17: go on where they broke off, if they are still the same', async () => {
    expect((await range('bytes=10-19', { 'If-Range': `"${file.sha256}"` })).status).toBe(206);
    for (const other of ['"another"', `W/"${file.sha256}"`, 'Sun, 06 Nov 1994 08:49:37 GMT'])
      expect((await range('bytes=10-19', { 'If-Range': other })).status).toBe(200);
  });

  test('SPEC-020.18: are not sent again to who has them', async () => {
    for (const tag of [`"${file.sha256}"`, `W/"${file.sha256}"`, `"x", "${file.sha256}"`, '*']) {
      const { status, headers, bytes: got } = await download(ann, file, { headers: { 'If-None-Match': tag } });
      expect([status, got.length, headers.get('etag')]).toEqual([304, 0, `"${file.sha256}"`]);
    }
    expect((await download(ann, file, { headers: { 'If-None-Match': '"x"' } })).status).toBe(200);
  });

  test('SPEC-020.18: tell their size without being sent', async () => {
    const {
      status,
      headers,
      bytes: got,
    } = await download(ann, file, { method: 'HEAD', headers: { Range: 'bytes=0-9' } });
    expect([status, headers.get('content-length'), got.length]).toEqual([200, '200000', 0]);
  });

  test('SPEC-020.18: can be empty', async () => {
    const empty = await uploaded(ann, task, '', { filename: 'empty' });
    expect(empty).toMatchObject({ size: 0, content_type: 'application/octet-stream' });
    const got = await download(ann, empty);
    expect([got.status, got.headers.get('content-length'), got.bytes.length]).toEqual([200, '0', 0]);
    expect((await download(ann, empty, { headers: { Range: 'bytes=0-' } })).status).toBe(416);
  });

  test('SPEC-020.20: go when their row has been gone for an hour, and not before', async () => {
    const kept = place.objects().length;
    const gone = await uploaded(ann, task, 'to be deleted');
    expect(place.objects()).toHaveLength(kept + 1);
    expect((await ann.delete(`/files/${gone.id}`)).status).toBe(200);
    await app.get(FileSweep).sweep();
    expect(place.objects()).toHaveLength(kept + 1);
    await app.database.execute(`UPDATE orphaned_objects SET orphaned_at = now() - interval '61 minutes'`);
    await app.get(FileSweep).sweep();
    expect(place.objects()).toHaveLength(kept);
    expect(await app.database.query('SELECT FROM orphaned_objects')).toEqual([]);
    expect((await download(ann, file)).bytes.equals(bytes)).toBe(true);
  });

  test('SPEC-020.21: go when no row ever pointed to them', async () => {
    const kept = place.objects().length;
    await uploaded(ann, task, 'its row is lost');
    await app.database.execute('DELETE FROM files WHERE id = (SELECT max(id) FROM files)');
    await app.database.execute('DELETE FROM orphaned_objects');
    await app.get(FileSweep).sweep();
    expect(place.objects()).toHaveLength(kept + 1);
    await app.get(FileSweep).sweep(-1);
    expect(place.objects()).toHaveLength(kept);
    expect((await download(ann, file)).status).toBe(200);
  });
});
