import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { cloneDatabase, type TestDatabase } from '../support/databases.js';
import { processesWith } from '../support/processes.js';
import { Proxy } from '../support/proxy.js';
import { until } from '../support/until.js';
import { emptyCheckout, Program } from '../support/program.js';

/** What follows a signal sooner than this is its echo. */
const ECHO_MS = 1_000;
/** Who waits for the end of this grace never ends. */
const PATIENT = { SHUTDOWN_GRACE_SECONDS: '600' };

const checkout = emptyCheckout();
let database: TestDatabase;
let blocker: Client;
/** Outside the transaction of the blocker, in which statistics stand still. */
let watcher: Client;
beforeEach(async () => {
  database = await cloneDatabase();
  blocker = new Client(database.url);
  await blocker.connect();
  watcher = new Client(database.url);
  await watcher.connect();
});
afterEach(async () => {
  await blocker.end();
  await watcher.end();
  await database.drop();
});

/** Its own statement: what the program does after its start may wait for the same table. */
const REGISTERING = `
  SELECT FROM pg_locks l JOIN pg_stat_activity a USING (pid)
  WHERE NOT l.granted AND l.relation = 'users'::regclass AND a.query LIKE 'INSERT INTO users %'`;

/** A registration that waits for a lock on the table of people. */
async function registration(program: Program): Promise<{ answer: Promise<Response> }> {
  await blocker.query('BEGIN');
  await blocker.query('LOCK TABLE users');
  const body = JSON.stringify({ email: 'ann@example.com', password: 'a long passphrase', display_name: 'Ann' });
  const answer = fetch(`${program.url}/auth/register`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body,
  });
  answer.catch(() => undefined);
  await until(async () => {
    const { rows } = await watcher.query(REGISTERING);
    return rows.length > 0;
  });
  return { answer };
}

describe('SIGTERM', () => {
  it('SPEC-012.16 SPEC-012.17 finishes what is in flight, sends newcomers away, and ends with 0', async () => {
    const program = await Program.start(checkout.path, { DATABASE_URL: database.url });
    const { answer } = await registration(program);
    const ended = program.end('SIGTERM');
    await program.says(/finishing what is in flight/);
    const late = await fetch(`${program.url}/users/me`);
    expect([late.status, late.headers.get('retry-after'), await late.json()]).toEqual([
      503,
      '1',
      {
        data: null,
        error: expect.objectContaining({ code: 'shutting_down' }),
        meta: { request_id: expect.any(String) },
      },
    ]);
    expect((await fetch(`${program.url}/health/ready`)).status).toBe(503);
    expect((await fetch(`${program.url}/health/live`)).status).toBe(200);
    await blocker.query('COMMIT');
    expect((await answer).status).toBe(201);
    expect(await ended).toBe(0);
  });

  it('waits for the grace and no longer', async () => {
    const program = await Program.start(checkout.path, { DATABASE_URL: database.url, SHUTDOWN_GRACE_SECONDS: '0.5' });
    const { answer } = await registration(program);
    const started = Date.now();
    const ended = program.end('SIGTERM');
    await expect(answer).rejects.toThrow();
    expect(Date.now() - started).toBeGreaterThan(450);
    await blocker.query('ROLLBACK');
    await ended;
  });

  it('does not wait for connections that ask nothing', async () => {
    const program = await Program.start(checkout.path, { DATABASE_URL: database.url, ...PATIENT });
    const idle = connect(Number(new URL(program.url).port), '127.0.0.1');
    await once(idle, 'connect');
    expect(await program.end('SIGTERM')).toBe(0);
    idle.destroy();
  });

  it('again, later than the echo of one signal by two ways, ends at once', async () => {
    const program = await Program.start(checkout.path, { DATABASE_URL: database.url, ...PATIENT });
    await registration(program);
    // Two signals of one kind would be one, if they came together.
    program.process.kill('SIGTERM');
    program.process.kill('SIGINT');
    await program.says(/finishing what is in flight/);
    await sleep(ECHO_MS + 200);
    expect(program.said).not.toContain('Ended');
    expect(await program.end('SIGTERM')).toBe(1);
    expect(program.said).toContain('SIGTERM again');
    await blocker.query('ROLLBACK');
  });

  it('during the start ends it, and leaves nothing running', async () => {
    const program = Program.launch(checkout.path, PATIENT);
    await program.says(/Making a database/);
    expect(await program.end('SIGTERM')).toBe(0);
    expect(program.said).not.toMatch(/WARN|ERROR|FATAL/);
    await until(() => processesWith(checkout.path).length === 0);
    const next = await Program.start(checkout.path);
    expect(await next.end('SIGTERM')).toBe(0);
  });
});

/** The program takes two seconds; the rest is for a busy machine. */
const BEYOND_MS = 5_000;

describe('a database that hangs', () => {
  it('SPEC-012.62: holds up the end no longer than the grace and two seconds', async () => {
    const { proxy, url } = await Proxy.before(database.url);
    const program = await Program.start(checkout.path, { DATABASE_URL: url, SHUTDOWN_GRACE_SECONDS: '1' });
    proxy.freeze();
    const answer = fetch(`${program.url}/auth/login`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ email: 'ann@example.com', password: 'a long passphrase' }),
    });
    answer.catch(() => undefined);
    const ended = program.end('SIGTERM');
    await program.says(/finishing what is in flight/);
    const begun = performance.now();
    await ended;
    expect(performance.now() - begun).toBeLessThan(1_000 + BEYOND_MS);
    proxy.close();
  });
});

describe('a start that is stopped', () => {
  it('SPEC-012.63: after its migrations, ends without a warning', async () => {
    const program = Program.launch(checkout.path, PATIENT);
    await program.says(/Applied \d+ migrations/);
    expect(await program.end('SIGTERM')).toBe(0);
    expect(program.said).not.toMatch(/WARN|ERROR|FATAL/);
    await until(() => processesWith(checkout.path).length === 0);
  });
});

describe('an error that nobody caught', () => {
  it('is logged with its stack, and ends the program with its server', async () => {
    const bomb = join(checkout.path, 'bomb.mjs');
    const pidFile = join(checkout.path, '.data/postgres/data/postmaster.pid');
    writeFileSync(
      bomb,
      `import { existsSync } from 'node:fs';
       setInterval(() => { if (existsSync(${JSON.stringify(pidFile)})) throw new Error('a bomb'); }, 20);`,
    );
    const program = Program.launch(checkout.path, { NODE_OPTIONS: `--import=${bomb}` });
    expect(await program.end()).toBe(1);
    expect(program.said).toMatch(/FATAL An error that nobody caught\n {4}Error: a bomb\n {8}at /);
    await until(() => processesWith(checkout.path).length === 0);
  });
});
