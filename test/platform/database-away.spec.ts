import pg from 'pg';
import { startBeside, type TestApp, startApp } from '../support/app.js';
import type { Answer } from '../support/client.js';
import { make } from '../support/make.js';
import { Proxy } from '../support/proxy.js';
import { until } from '../support/until.js';

const said = ({ status, body }: Answer) => `${status} ${body.error?.code ?? 'fine'}`;

describe('A database', () => {
  test('SPEC-012.19: that is away is 503 with Retry-After, and no restart is needed when it is back', async () => {
    const direct = await startApp();
    const { proxy, url } = await Proxy.before(direct.databaseUrl);
    const app = await startBeside(direct, { DATABASE_URL: url });
    const ann = await direct.person('Ann');
    const here = app.as(ann);
    const project = await make.project(here);
    proxy.cut();
    const answers = await Promise.all([here.get(`/projects/${project.id}`), here.post('/projects', { name: 'x' })]);
    expect(answers.map(said)).toEqual(Array(2).fill('503 database_unavailable'));
    expect(Number(answers[0]?.headers['retry-after'])).toBeGreaterThan(0);
    expect(said(await app.http.get('/health/live'))).toBe('200 fine');
    expect((await app.http.get('/health/ready')).status).toBe(503);
    proxy.mend();
    await until(async () => (await here.get(`/projects/${project.id}`)).status === 200);
    expect(said(await here.post('/projects', { name: 'y' }))).toBe('201 fine');
    await app.stop();
    proxy.close();
    await direct.stop();
  });
});

describe('A crowd before the database', () => {
  let app: TestApp;

  beforeAll(async () => (app = await startApp({ DATABASE_POOL_MAX: '1' })));
  afterAll(() => app.stop());

  test('SPEC-012.20: is told to come back, at once, while the program is alive', async () => {
    const ann = await app.person('Ann');
    expect((await ann.get('/projects')).status).toBe(200);
    const lock = new pg.Client(app.databaseUrl);
    await lock.connect();
    await lock.query('BEGIN');
    await lock.query('LOCK TABLE projects');
    const all = Array.from({ length: 130 }, () => ann.get('/projects'));
    // While the lock is held only those are answered who find no room.
    const refused = await Promise.race(all);
    expect([said(refused), refused.headers['retry-after']]).toEqual(['503 overloaded', '1']);
    expect(said(await app.http.get('/health/live'))).toBe('200 fine');
    await lock.end();
    const answers = new Set((await Promise.all(all)).map(said));
    expect(answers).toEqual(new Set(['200 fine', '503 overloaded']));
    expect((await ann.get('/projects')).status).toBe(200);
  });
});
