import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { emptyCheckout, Program } from '../support/program.js';
import { Replicated } from '../support/standby.js';
import { until } from '../support/until.js';

const checkout = emptyCheckout();
let servers: Replicated;

beforeEach(async () => {
  servers = await Replicated.start();
});

afterEach(() => servers.remove());

const ANN = { email: 'ann@example.com', password: 'four kinds of basil' };

async function send(program: Program, path: string, body: object, token?: string): Promise<Response> {
  const headers = { 'Content-Type': 'application/json', ...(token && { Authorization: `Bearer ${token}` }) };
  return fetch(program.url + path, { method: 'POST', headers, body: JSON.stringify(body) });
}

async function operate(command: string, url: string): Promise<string> {
  const args = [join(checkout.path, 'dist/src/operations/main.js'), command];
  const { PATH = '' } = process.env;
  const options = { cwd: checkout.path, env: { PATH, DATABASE_URL: url } };
  const { stdout } = await promisify(execFile)(process.execPath, args, options).catch((error: unknown) => {
    return error as { stdout: string };
  });
  return stdout;
}

async function token(program: Program): Promise<string> {
  expect((await send(program, '/auth/register', { ...ANN, display_name: 'Ann' })).status).toBe(201);
  const answer = (await (await send(program, '/auth/login', ANN)).json()) as { data: { access_token: string } };
  return answer.data.access_token;
}

it('SPEC-048.1 SPEC-048.2 SPEC-048.3: the primary is found, lost, and found again where the standby took over', async () => {
  const program = await Program.start(checkout.path, { DATABASE_URL: servers.url });
  const ann = await token(program);
  expect((await send(program, '/projects', { name: 'Garden' }, ann)).status).toBe(201);
  await servers.primary.stop();
  const refused = await send(program, '/projects', { name: 'Refused' }, ann);
  expect([refused.status, refused.headers.get('retry-after'), await refused.json()]).toEqual([
    503,
    expect.stringMatching(/^\d+$/),
    expect.objectContaining({ error: expect.objectContaining({ code: 'database_unavailable' }) as object }),
  ]);
  await servers.promote();
  await until(async () => (await send(program, '/projects', { name: 'Bakery' }, ann)).status === 201);
  const headers = { Authorization: `Bearer ${ann}` };
  const page = (await (await fetch(`${program.url}/projects`, { headers })).json()) as {
    data: { items: { name: string }[] };
  };
  expect(page.data.items.map(({ name }) => name).sort()).toEqual(['Bakery', 'Garden']);
  await until(async () => (await fetch(`${program.url}/health/ready`)).status === 200);
  expect(await operate('migrate', servers.url)).toContain('Nothing was pending');
  expect(await operate('doctor', servers.url)).toMatch(
    /✓ database: PostgreSQL [\d.]+ at 127\.0\.0\.1:\d+,127\.0\.0\.1:\d+\/fasttrack/,
  );
  expect(await program.end('SIGTERM')).toBe(0);
}, 180_000);

it('SPEC-048.4: where no server takes writes, the start says so of each', async () => {
  await servers.primary.stop();
  const said = await operate('doctor', servers.url);
  expect(said).toMatch(/no server takes writes \(127\.0\.0\.1:\d+: is a standby; 127\.0\.0\.1:\d+: .*ECONNREFUSED/);
}, 180_000);
