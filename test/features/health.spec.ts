import { Client } from 'pg';
import { Lifecycle } from '../../src/platform/lifecycle/lifecycle.js';
import { type TestApp, startApp } from '../support/app.js';
import { until } from '../support/until.js';

let app: TestApp;

beforeAll(async () => {
  app = await startApp();
});

afterAll(() => app.stop());

/** Lets nobody into the database, or lets them in again; whoever was inside is put out. */
async function closeDatabase(isClosed: boolean): Promise<void> {
  const url = new URL(app.databaseUrl);
  const name = url.pathname.slice(1);
  const client = new Client({ connectionString: Object.assign(url, { pathname: 'postgres' }).href });
  await client.connect();
  await client.query(`ALTER DATABASE ${name} ALLOW_CONNECTIONS ${!isClosed}`);
  if (isClosed) await client.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1', [name]);
  await client.end();
}

async function readiness(): Promise<[number, string | undefined, string | undefined]> {
  const { status, body, headers } = await app.http.get('/health/ready');
  return [status, body.error?.code, headers['retry-after']];
}

const becomes = (status: number) => until(async () => (await readiness())[0] === status);

describe('Health', () => {
  test('SPEC-015.1, SPEC-015.2: tells anyone that the program lives and is ready, and counts for no limit', async () => {
    const live = await app.http.get('/health/live');
    expect([live.status, live.body.data]).toEqual([200, { status: 'live' }]);
    const ready = await app.http.get('/health/ready');
    expect([ready.status, ready.body.data]).toEqual([200, { status: 'ready' }]);
    expect(ready.headers).not.toHaveProperty('ratelimit');
  });

  test('SPEC-015.1, SPEC-015.2: without a database it lives but is not ready, until the database is back', async () => {
    await closeDatabase(true);
    try {
      await becomes(503);
      expect(await readiness()).toEqual([503, 'database_unavailable', expect.stringMatching(/^\d+$/)]);
      expect((await app.http.get('/health/live')).status).toBe(200);
    } finally {
      await closeDatabase(false);
    }
    await becomes(200);
  });

  test('SPEC-015.2: a busy pool is no reason to send everybody elsewhere', async () => {
    const small = await startApp({ DATABASE_POOL_MAX: '1' });
    let release: () => void = () => undefined;
    const held = small.database.transaction(() => new Promise<void>((resolve) => (release = resolve)));
    expect((await small.http.get('/health/ready')).status).toBe(200);
    release();
    await held;
    await small.stop();
  });

  test('SPEC-015.2: a program that shuts down is not ready, and still alive', async () => {
    const ending = await startApp();
    await ending.get(Lifecycle).stop(0);
    const { status, body, headers } = await ending.http.get('/health/ready');
    expect([status, body.error?.code, headers['retry-after']]).toEqual([503, 'shutting_down', '1']);
    expect((await ending.http.get('/health/live')).status).toBe(200);
    await ending.stop();
  });
});
