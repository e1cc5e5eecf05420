import { existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { once } from 'node:events';
import { join } from 'node:path';
import { Client } from 'pg';
import { generateRsaPrivateKey } from '../../src/platform/config/keys.js';
import { cloneDatabase } from '../support/databases.js';
import { ask } from '../support/ask.js';
import { processesWith } from '../support/processes.js';
import { until } from '../support/until.js';
import { emptyCheckout, Program } from '../support/program.js';

const checkout = emptyCheckout();
const dataDir = () => join(checkout.path, '.data');
const status = async (url: string) => (await fetch(url)).status;
const production = {
  NODE_ENV: 'production',
  JWT_PRIVATE_KEY: generateRsaPrivateKey(),
  SECRET_KEY: 'k'.repeat(32),
  HOST: '127.0.0.1',
};

/** Asks the database of the embedded server with the password that it keeps. */
async function signIn(program: Program, password: string): Promise<number> {
  const body = JSON.stringify({ email: 'admin@fasttrack.local', password });
  const headers = { 'Content-Type': 'application/json' };
  return (await fetch(`${program.url}/auth/login`, { method: 'POST', headers, body })).status;
}

describe('a start', () => {
  it('SPEC-012.1 SPEC-012.2 SPEC-012.3 needs nothing, shows the sign-in once, and finds everything the next time', async () => {
    const first = await Program.start(checkout.path);
    const password = /Password +(\S+)/.exec(first.said)?.[1] ?? '';
    for (const address of ['/docs', '/redoc', '/openapi.json', '/ws', '/health/ready'])
      expect(first.said).toContain(first.url.replace('127.0.0.1', 'localhost') + address);
    expect(first.said).toContain('admin@fasttrack.local');
    expect(first.said).toContain(`Data                ${dataDir()}`);
    expect(await status(`${first.url}/health/ready`)).toBe(200);
    expect(await signIn(first, password)).toBe(200);
    expect(await first.end('SIGTERM')).toBe(0);
    expect(processesWith(checkout.path)).toEqual([]);

    const second = await Program.start(checkout.path);
    expect(second.said).not.toMatch(/Password|Administrator|Making a database|Applied/);
    expect(await signIn(second, password)).toBe(200);
    expect(await second.end('SIGTERM')).toBe(0);
    expect(readdirSync(dataDir()).sort()).toEqual(['files', 'jwt-private-key.pem', 'postgres', 'secret-key']);
  });

  it('SPEC-012.4 SPEC-012.6 after a kill has everything, with nothing in its way', async () => {
    const first = await Program.start(checkout.path, { ADMIN_PASSWORD: 'a password of my own' });
    expect(first.said).not.toContain('a password of my own');
    await first.end('SIGKILL');
    const second = await Program.start(checkout.path);
    expect(await signIn(second, 'a password of my own')).toBe(200);
    expect(await second.end('SIGINT')).toBe(0);
  });

  it('SPEC-012.5 on data that are in use says by whom, and leaves them alone', async () => {
    const first = await Program.start(checkout.path);
    const second = Program.launch(checkout.path);
    expect(await second.end()).toBe(1);
    expect(second.said).toContain(`already running on ${dataDir()} (process ${first.process.pid})`);
    expect(await status(`${first.url}/health/ready`)).toBe(200);
  });

  it('SPEC-012.7 SPEC-012.10 with a database of its own starts none', async () => {
    const { url, drop } = await cloneDatabase();
    const env = { ...production, DATABASE_URL: url };
    const without = Program.launch(checkout.path, env);
    expect(await without.end()).toBe(78);
    expect(without.said).toMatch(/ADMIN_EMAIL +\(not set\)[\s\S]*ADMIN_PASSWORD +\(not set\)/);
    const program = await Program.start(checkout.path, {
      ...env,
      ADMIN_EMAIL: 'admin@fasttrack.local',
      ADMIN_PASSWORD: 'long enough',
    });
    expect(await signIn(program, 'long enough')).toBe(200);
    expect(await program.end('SIGTERM')).toBe(0);
    expect(existsSync(join(dataDir(), 'postgres'))).toBe(false);
    for (const line of program.said.trim().split('\n'))
      expect(JSON.parse(line)).toMatchObject({ level: expect.any(String) });
    await drop();
  });

  it('SPEC-012.8 SPEC-012.9 SPEC-012.11 with a wrong configuration says everything at once, and starts nothing', async () => {
    writeFileSync(join(checkout.path, '.env'), 'SECRET_KEY=hunter22\nPORT=http\nBCRYPT_COST=12\n');
    const program = Program.launch(checkout.path, {
      PORT: '99999',
      BCRYPT_COST: '4',
      DATABASE_URL: 'mysql://ann:hunter22@db/x',
    });
    expect(await program.end()).toBe(78);
    expect(program.said).toMatch(/PORT +"99999"/);
    expect(program.said).toMatch(/DATABASE_URL +mysql:\/\/\(hidden/);
    expect(program.said).toMatch(/SECRET_KEY +8 bytes/);
    expect(program.said).toMatch(/BCRYPT_COST +"4"/);
    expect(program.said).not.toContain('hunter22');
    expect(existsSync(dataDir())).toBe(false);
  });

  it('SPEC-012.28 SPEC-012.29 SPEC-012.34 takes nothing by halves: not .env, not an address, not an argument', async () => {
    writeFileSync(join(checkout.path, '.env'), 'ADMIN_PASSWORD=hunter22 of#my own\n');
    const cut = Program.launch(checkout.path, { DATABASE_URL: 'postgres://ann:12/hunter22@localhost:1/x' });
    expect(await cut.end()).toBe(78);
    expect(cut.said).toMatch(/ADMIN_PASSWORD +\.env, line 1/);
    expect(cut.said).toMatch(/DATABASE_URL +postgres:\/\/\(hidden/);
    writeFileSync(join(checkout.path, '.env'), Buffer.from('\uFEFFADMIN_PASSWORD=hunter22', 'utf16le'));
    const wide = Program.launch(checkout.path);
    expect(await wide.end()).toBe(78);
    expect(wide.said).toContain('UTF-8');
    rmSync(join(checkout.path, '.env'));
    const argued = Program.launch(checkout.path, {}, ['--port', '4000']);
    expect(await argued.end()).toBe(78);
    expect(argued.said).toMatch(/PORT +the argument --port[\s\S]*PORT=3000/);
    expect(cut.said + wide.said + argued.said).not.toContain('hunter22');
    expect(existsSync(dataDir())).toBe(false);
  });

  it('SPEC-012.30 SPEC-012.32 on a database of another kind serves, or says in one sentence why not', async () => {
    const { url, drop } = await cloneDatabase();
    const name = new URL(url).pathname.slice(1);
    for (const setting of ["datestyle = 'German'", "default_transaction_isolation = 'serializable'"])
      await ask(url, `ALTER DATABASE ${name} SET ${setting}`);
    const program = await Program.start(checkout.path, { DATABASE_URL: url, ADMIN_PASSWORD: 'long enough' });
    expect(await signIn(program, 'long enough')).toBe(200);
    expect(await program.end('SIGTERM')).toBe(0);
    await ask(url, "INSERT INTO migrations (timestamp, name) VALUES (1, 'FlyToTheMoon2795219200001')");
    const older = Program.launch(checkout.path, { DATABASE_URL: url });
    expect(await older.end()).toBe(1);
    expect(older.said).toMatch(/was not started\. .* newer version .* FlyToTheMoon2795219200001/);
    expect(older.said).not.toMatch(/\n +at /);
    await drop();
  });

  it('on a port that is taken says so, and what to do', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    const { url, drop } = await cloneDatabase();
    const program = Program.launch(checkout.path, { PORT: String(port), DATABASE_URL: url });
    expect(await program.end()).toBe(1);
    expect(program.said).toContain(`Port ${port} on 127.0.0.1 is taken. Stop what uses it`);
    expect(program.said).not.toContain('    at ');
    other.close();
    await drop();
  });

  it('on a database that refuses it says which and why, without the password', async () => {
    const { url, drop } = await cloneDatabase();
    const wrong = Object.assign(new URL(url), { password: 'hunter22' }).href;
    const program = Program.launch(checkout.path, { DATABASE_URL: wrong });
    expect(await program.end()).toBe(1);
    expect(program.said).toContain('refuses the name or the password');
    expect(program.said).toContain('Check DATABASE_URL');
    expect(program.said).not.toContain('hunter22');
    await drop();
  });

  it('SPEC-012.14 of many at once on an empty database migrates once', async () => {
    const { url, drop } = await cloneDatabase();
    await ask(url, 'DROP SCHEMA public CASCADE');
    await ask(url, 'CREATE SCHEMA public');
    const env = { DATABASE_URL: url, ADMIN_PASSWORD: 'long enough' };
    const programs = await Promise.all([1, 2, 3, 4].map(() => Program.start(checkout.path, env)));
    expect(programs.filter(({ said }) => said.includes('Applied'))).toHaveLength(1);
    expect(programs.filter(({ said }) => said.includes('Administrator'))).toHaveLength(1);
    expect(await ask(url, 'SELECT count(*)::int AS n FROM users')).toEqual([{ n: 1 }]);
    expect(await Promise.all(programs.map((program) => program.end('SIGTERM')))).toEqual([0, 0, 0, 0]);
    await drop();
  });

  it('that waits for a migration is alive and not ready', async () => {
    const { url, drop } = await cloneDatabase();
    const probe = createServer().listen(0, '127.0.0.1');
    await once(probe, 'listening');
    const { port } = probe.address() as AddressInfo;
    await new Promise((resolve) => probe.close(resolve));
    const holder = new Client(url);
    await holder.connect();
    await holder.query('BEGIN');
    await holder.query('SELECT pg_advisory_xact_lock(70415701)');
    const program = Program.launch(checkout.path, { DATABASE_URL: url, PORT: String(port) });
    await until(() =>
      status(`http://127.0.0.1:${port}/health/live`).then(
        (code) => code === 200,
        () => false,
      ),
    );
    const ready = await fetch(`http://127.0.0.1:${port}/health/ready`);
    expect([ready.status, ready.headers.get('retry-after'), await ready.json()]).toEqual([
      503,
      '2',
      { data: null, error: expect.objectContaining({ code: 'database_unavailable' }), meta: {} },
    ]);
    await holder.query('COMMIT');
    await holder.end();
    await program.says(/API +http/);
    expect(await status(`http://127.0.0.1:${port}/health/ready`)).toBe(200);
    expect(await program.end('SIGTERM')).toBe(0);
    await drop();
  });
});
