import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { Client } from 'pg';
import { packageRoot } from '../../src/platform/config/paths.js';
import { emptyCheckout, Program } from '../support/program.js';

const checkout = emptyCheckout();

/** Where no psql is installed. */
function ask(env: Record<string, string> = {}): { status: number | null; stdout: string; stderr: string } {
  const script = join(packageRoot(), 'scripts/psql.mjs');
  return spawnSync(process.execPath, [script], { cwd: checkout.path, encoding: 'utf8', env: { PATH: '', ...env } });
}

it('SPEC-012.41: the database of a running program can be opened, whatever its port', async () => {
  expect(ask()).toMatchObject({ status: 1, stderr: expect.stringContaining('npm start') as string });
  const program = await Program.start(checkout.path);
  const { status, stdout } = ask();
  expect(status).toBe(0);
  const client = new Client({ connectionString: stdout.trim() });
  await client.connect();
  expect((await client.query('SELECT name FROM roles WHERE name = $1', ['admin'])).rowCount).toBe(1);
  await client.end();
  await program.end('SIGTERM');
  expect(ask().status).toBe(1);
}, 120_000);

it('SPEC-012.41: DATABASE_URL goes before', () => {
  const url = 'postgres://ann:secret@db.example.com:5433/fasttrack';
  expect(ask({ DATABASE_URL: url }).stdout.trim()).toBe(url);
});
