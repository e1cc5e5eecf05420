import { createServer, type AddressInfo } from 'node:net';
import { once } from 'node:events';
import { request } from 'node:http';
import { cloneDatabase } from '../support/databases.js';
import { processesWith, until } from '../support/embedded-owner.js';
import { emptyCheckout, Program } from '../support/program.js';
import '../support/second-try.js';

/** Each start is that of three processes. */
jest.setTimeout(60_000);

const checkout = emptyCheckout();
const KEY = 'a-key-of-the-operators';

interface Answer {
  status: number;
  retryAfter: string | undefined;
  data: Record<string, unknown>;
}

/** Each on a connection of its own, so that the workers take turns. */
function ask(program: Program, path: string, { token = '', body }: { token?: string; body?: object } = {}) {
  return new Promise<Answer>((resolve, reject) => {
    const headers = {
      ...(token && { Authorization: `Bearer ${token}` }),
      ...(body && { 'Content-Type': 'application/json' }),
    };
    const asked = request(program.url + path, { agent: false, method: body ? 'POST' : 'GET', headers }, (answer) => {
      let text = '';
      answer.on('data', (chunk: Buffer) => (text += chunk.toString()));
      answer.on('end', () => {
        const { data } = JSON.parse(text) as { data: Record<string, unknown> };
        resolve({ status: answer.statusCode ?? 0, retryAfter: answer.headers['retry-after'], data });
      });
    });
    asked.on('error', reject).end(body && JSON.stringify(body));
  });
}

const person = { email: 'ann@example.com', password: 'a long passphrase' };

async function signIn(program: Program): Promise<string> {
  const { status, data } = await ask(program, '/auth/login', { body: person });
  expect(status).toBe(200);
  return String(data.access_token);
}

/** The workers, without the primary. */
const workersOf = (program: Program) =>
  processesWith(`${checkout.path}/dist/src/main.js`).filter((pid) => pid !== program.process.pid);

/** How many of these requests were answered by the worker that is asked for its metrics. */
async function shareOf(program: Program, requests: number): Promise<number> {
  for (let n = 0; n < requests; n++) expect((await ask(program, '/users/me')).status).toBe(401);
  const answer = await fetch(`${program.url}/metrics`, { headers: { 'X-API-Key': KEY } });
  return Number(/^http_request_duration_seconds_count\{.*"\/users\/me".*\} (\d+)/m.exec(await answer.text())?.[1] ?? 0);
}

/** Whoever appears is killed, until the program has had enough. */
async function plague(program: Program): Promise<number | null> {
  const killing = setInterval(() => workersOf(program).forEach((pid) => process.kill(pid, 'SIGKILL')), 100);
  return program.end().finally(() => clearInterval(killing));
}

describe('a program of two workers', () => {
  it('SPEC-012.22 SPEC-012.23 SPEC-012.26: serves with both, believes neither what has ended, and ends whole', async () => {
    const program = await Program.start(checkout.path, { WORKERS: '2', INTERNAL_API_KEYS: KEY });
    expect(program.said.match(/ready in/g)).toHaveLength(1);
    expect(program.said).toMatch(/Workers +2 processes/);
    expect(program.said.match(/Password +\S+/g)).toHaveLength(1);
    const share = await shareOf(program, 10);
    expect(share).toBeGreaterThan(0);
    expect(share).toBeLessThan(10);
    expect((await ask(program, '/auth/register', { body: { ...person, display_name: 'Ann' } })).status).toBe(201);
    const token = await signIn(program);
    for (let n = 0; n < 4; n++) expect((await ask(program, '/users/me', { token })).status).toBe(200);
    expect((await ask(program, '/auth/logout', { token, body: {} })).status).toBe(200);
    for (let n = 0; n < 4; n++) expect((await ask(program, '/users/me', { token })).status).toBe(401);
    expect(await program.end('SIGTERM')).toBe(0);
    expect(processesWith(checkout.path)).toEqual([]);
  });

  it('SPEC-012.24: has one limit, exact over both', async () => {
    const { url, drop } = await cloneDatabase();
    const program = await Program.start(checkout.path, {
      WORKERS: '2',
      DATABASE_URL: url,
      RATE_LIMIT_REQUESTS: '20',
      RATE_LIMIT_WINDOW_SECONDS: '3600',
    });
    const answers = await Promise.all(Array.from({ length: 60 }, () => ask(program, '/users/me')));
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(20);
    const refused = answers.filter(({ status }) => status === 429);
    expect(refused).toHaveLength(40);
    expect(refused.every(({ retryAfter }) => Number(retryAfter) > 3_500)).toBe(true);
    expect(await program.end('SIGINT')).toBe(0);
    await drop();
  });

  it('SPEC-012.25: survives the death of one, of all, and not a plague', async () => {
    const { url, drop } = await cloneDatabase();
    const program = await Program.start(checkout.path, { WORKERS: '2', DATABASE_URL: url });
    const [victim = 0, survivor = 0] = workersOf(program);
    process.kill(victim, 'SIGKILL');
    await program.says(/A worker died \(SIGKILL\)/);
    expect((await ask(program, '/health/ready')).status).toBe(200);
    await program.says(/The new worker serves/);
    expect(workersOf(program)).toContain(survivor);
    expect(workersOf(program)).toHaveLength(2);
    for (const pid of workersOf(program)) process.kill(pid, 'SIGKILL');
    await program.says(/(The new worker serves[^]*){3}/);
    expect((await ask(program, '/health/ready')).status).toBe(200);
    expect(await plague(program)).toBe(1);
    expect(program.said).toMatch(/5 workers died within 30 s, the last one with SIGKILL.*try fewer WORKERS/);
    expect(processesWith(checkout.path)).toEqual([]);
    await drop();
  });

  it('SPEC-012.26: is gone with all of it when its primary is killed', async () => {
    const program = await Program.start(checkout.path, { WORKERS: '2' });
    await program.end('SIGKILL');
    await until(() => processesWith(checkout.path).length === 0);
  });

  it('that can’t start says why, once', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    const { url, drop } = await cloneDatabase();
    const program = Program.launch(checkout.path, { WORKERS: '2', PORT: String(port), DATABASE_URL: url });
    expect(await program.end()).toBe(1);
    expect(program.said.match(new RegExp(`Port ${port} on 127.0.0.1 is taken`, 'g'))).toHaveLength(1);
    expect(processesWith(checkout.path)).toEqual([]);
    other.close();
    await drop();
  });
});
