import { createServer, type IncomingMessage, type Server } from 'node:http';
import { once } from 'node:events';
import { mkdirSync, utimesSync, writeFileSync, existsSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { readConfig } from '../../src/platform/config/config.js';
import { packageRoot } from '../../src/platform/config/paths.js';
import { storeOf } from '../../src/platform/files/files.module.js';
import { Uploads } from '../../src/platform/files/uploads.js';
import { ConfigProblems } from '../../src/platform/config/problems.js';
import { startApp, startBeside } from '../support/app.js';
import { type FilePlace, folderPlace } from '../support/file-stores.js';
import { upload, uploaded, download } from '../support/files.js';
import { make } from '../support/make.js';
import { outcome } from '../support/outcome.js';
import { until } from '../support/until.js';

let place: FilePlace;
let server: Server;
let asked: IncomingMessage[];
let status: number;
let bucket: Record<string, string>;

beforeAll(async () => {
  place = await folderPlace();
  server = createServer((request, response) => {
    asked.push(request);
    request.resume().on('end', () => response.writeHead(status).end('<Error><Code>SlowDown</Code></Error>'));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  bucket = {
    ...place.env,
    S3_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}/base`,
    S3_BUCKET: 'fasttrack-files',
    S3_ACCESS_KEY_ID: 'AKIDEXAMPLE',
    S3_SECRET_ACCESS_KEY: 'a secret that nobody sees'.replaceAll(' ', '-'),
  };
});
beforeEach(() => {
  asked = [];
  status = 200;
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await place.remove();
});

/** Why nothing can be kept here; as the start finds it, and before anything else is started. */
async function refusal(env: Record<string, string>): Promise<ConfigProblems> {
  try {
    const config = readConfig(env, { dataDir: join(packageRoot(), 'node_modules/.cache/test-keys') });
    await new Uploads(config, storeOf(config)).onModuleInit();
  } catch (error) {
    if (error instanceof ConfigProblems) return error;
    throw error;
  }
  throw new Error('It started.');
}

describe('A start', () => {
  test('SPEC-020.23: is stopped by a folder that is none', async () => {
    const file = join(place.folder, 'a-file');
    writeFileSync(file, '');
    expect((await refusal({ FILES_DIR: file })).problems).toMatchObject([
      { variable: 'FILES_DIR', got: `${file}: ENOTDIR` },
    ]);
  });

  test.each([
    [403, 'S3_SECRET_ACCESS_KEY'],
    [404, 'S3_BUCKET'],
  ])('SPEC-020.23: is stopped by a store that answers %i', async (answer, variable) => {
    status = answer;
    const problems = await refusal(bucket);
    expect(problems.problems).toMatchObject([{ variable }]);
    expect(problems.table()).not.toContain('nobody');
  });

  test('SPEC-020.23: is stopped by a store that is only half described', async () => {
    const { S3_BUCKET: _, S3_SECRET_ACCESS_KEY: __, ...half } = bucket;
    const { problems } = await refusal(half);
    expect(problems.map(({ variable, got }) => [variable, got])).toEqual([
      ['S3_BUCKET', '(not set)'],
      ['S3_SECRET_ACCESS_KEY', '(not set)'],
    ]);
  });

  test('SPEC-020.23: is not stopped by a store that is away', async () => {
    const app = await startApp({ ...bucket, S3_URL: 'http://127.0.0.1:1' });
    const ann = await app.person('Ann');
    const task = await make.task(ann, await make.project(ann));
    const answer = await upload(ann, task);
    expect([...outcome(answer), answer.headers['retry-after']]).toEqual([503, 'overloaded', '5']);
    expect((await ann.get(`/tasks/${task.id}/files`)).body.data).toMatchObject({ items: [] });
    await app.stop();
  });
});

test('SPEC-020.24: what is sent to a store is signed, the bytes included', async () => {
  const app = await startApp({ ...bucket, S3_REGION: 'eu-central-1' });
  const ann = await app.person('Ann');
  const { sha256 } = await uploaded(ann, await make.task(ann, await make.project(ann)), 'four');
  const put = asked.find(({ method }) => method === 'PUT');
  expect(put?.url).toMatch(/^\/base\/fasttrack-files\/[0-9a-f-]{36}\/[0-9a-f-]{36}$/);
  expect(put?.headers).toMatchObject({ 'x-amz-content-sha256': sha256, 'content-length': '4' });
  expect(put?.headers.authorization).toMatch(
    /^AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE\/\d{8}\/eu-central-1\/s3\/aws4_request, SignedHeaders=host;x-amz-content-sha256;x-amz-date, Signature=[0-9a-f]{64}$/,
  );
  await app.stop();
});

test('SPEC-020.24: what is sent is what was signed, also where a part is asked for', async () => {
  const store = storeOf(readConfig(bucket, { dataDir: join(packageRoot(), 'node_modules/.cache/test-keys') }));
  for (const range of [undefined, { first: 10, last: 19 }]) {
    (await store.read('a/b', range)).resume();
    const { headers } = asked.at(-1) as IncomingMessage;
    const signed = /SignedHeaders=([^,]+)/.exec(headers.authorization ?? '')?.[1] ?? '';
    const isSigned = signed.split(';').includes('accept-encoding');
    expect([headers['accept-encoding']?.split(', ')[0], headers.range, isSigned]).toEqual(
      range ? ['identity', 'bytes=10-19', false] : ['identity', undefined, true],
    );
  }
});

test('SPEC-020.25: a store that fails is 503, and what was sent is not kept', async () => {
  const app = await startApp(bucket);
  const ann = await app.person('Ann');
  const task = await make.task(ann, await make.project(ann));
  const file = await uploaded(ann, task);
  status = 500;
  expect(outcome(await upload(ann, task))).toEqual([503, 'overloaded']);
  expect(outcome(await ann.get(`/files/${file.id}/content`))).toEqual([503, 'overloaded']);
  expect((await ann.get(`/tasks/${task.id}/files`)).body.data).toMatchObject({ items: [{ id: file.id }] });
  await app.stop();
});

describe('What a crash leaves behind', () => {
  const old = new Date(Date.now() - 2 * 3_600_000);

  test('SPEC-020.21: is swept away at the next start, and nothing else', async () => {
    const first = await startApp(place.env);
    const ann = await first.person('Ann');
    const file = await uploaded(ann, await make.task(ann, await make.project(ann)));
    const [{ name: group } = { name: '' }] = await first.database.query<{ name: string }>(
      'SELECT name FROM object_groups',
    );
    const put = (folder: string, name: string, isOld: boolean) => {
      const path = join(place.folder, folder, name);
      mkdirSync(join(path, '..'), { recursive: true });
      writeFileSync(path, 'left');
      if (isOld) utimesSync(path, old, old);
      return path;
    };
    const gone = [put('incoming', 'an-upload', true), put(`${group}/ab`, 'ab-without-row', true)];
    const kept = [
      put('incoming', 'a-young-one', false),
      put(`${group}/ab`, 'ab-young', false),
      put('other/ab', 'ab-of-others', true),
    ];
    for (const object of place.objects()) utimesSync(join(place.folder, object), old, old);
    utimesSync(kept[1] as string, new Date(), new Date());
    const second = await startBeside(first, place.env);
    await until(() => !gone.some(existsSync));
    await second.stop();
    expect(gone.filter(existsSync)).toEqual([]);
    expect(kept.filter(existsSync)).toEqual(kept);
    expect((await download(ann, file)).bytes.toString()).toBe('Water the beds.');
    await first.stop();
  });
});
