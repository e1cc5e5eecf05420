import { execFile, spawnSync } from 'node:child_process';
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { processesWith } from '../support/processes.js';
import { emptyCheckout, Program } from '../support/program.js';

const checkout = emptyCheckout();

interface Outcome {
  code: number;
  said: string;
}

/** A command as npm calls it, without a terminal. */
async function operate(args: string[], env: Record<string, string> = {}): Promise<Outcome> {
  const { PATH = '' } = process.env;
  const command = [join(checkout.path, 'dist/src/operations/main.js'), ...args];
  const options = { cwd: checkout.path, env: { PATH, ...env } };
  try {
    const { stdout, stderr } = await promisify(execFile)(process.execPath, command, options);
    return { code: 0, said: stdout + stderr };
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
    return { code, said: stdout + stderr };
  }
}

/** As on a disk that takes no more than a few kilobytes. */
function onFullDisk(file: string) {
  const command = `ulimit -f 8; exec "${process.execPath}" dist/src/operations/main.js backup ${file}`;
  const { PATH = '' } = process.env;
  return spawnSync('sh', ['-c', command], { cwd: checkout.path, encoding: 'utf8', env: { PATH } });
}

const PAGES = ['/users/me', '/projects', '/tasks?limit=100', '/projects/1/changes?limit=500', '/projects/2/members'];

async function shownTo(program: Program, name: string): Promise<string[]> {
  const headers = { 'Content-Type': 'application/json' };
  const body = JSON.stringify({ email: `${name}.example`, password: 'four kinds of basil' });
  const answer = await fetch(`${program.url}/auth/login`, { method: 'POST', headers, body });
  const { data } = (await answer.json()) as { data: { access_token: string } };
  const authorization = { Authorization: `Bearer ${data.access_token}` };
  const shown = PAGES.map(async (path) => {
    const page = (await (await fetch(program.url + path, { headers: authorization })).json()) as { data: unknown };
    return JSON.stringify(page.data);
  });
  return Promise.all(shown);
}

describe('the commands of the operator', () => {
  it('SPEC-041.9 SPEC-041.12: demo, backup while it runs, wipe, restore, the same answers', async () => {
    const file = join(checkout.path, 'all.backup');
    const none = await operate(['backup', file]);
    expect(none).toEqual({ code: 1, said: expect.stringContaining('There is no database in') as string });
    const first = await Program.start(checkout.path, {}, ['--demo']);
    const before = [await shownTo(first, 'rosa@garden'), await shownTo(first, 'theo@bakery')];
    const made = await operate(['backup', 'all.backup'], { INIT_CWD: checkout.path });
    expect(made).toEqual({
      code: 0,
      said: expect.stringMatching(/all\.backup: \d+ tables, 0 files, .* in \d/) as string,
    });
    const { status, stderr } = onFullDisk('full.backup');
    expect([status, stderr]).toEqual([
      1,
      expect.stringMatching(/full\.backup was not written: .*No half backup is left/),
    ]);
    expect(readdirSync(checkout.path).filter((name) => name.includes('full.backup'))).toEqual([]);
    const refused = await operate(['restore', file, '--yes']);
    expect(refused).toEqual({ code: 1, said: expect.stringContaining('Stop that one first') as string });
    const healthy = await operate(['doctor'], { PORT: '0' });
    expect(healthy).toEqual({ code: 0, said: expect.stringMatching(/✓ migrations: all[\s\S]*0 problems/) as string });
    expect(await first.end('SIGTERM')).toBe(0);

    rmSync(join(checkout.path, '.data/postgres'), { recursive: true });
    const restored = await operate(['restore', file]);
    expect(restored).toEqual({
      code: 0,
      said: expect.stringMatching(/is whole: made by[\s\S]*Restored \d+ tables/) as string,
    });
    const again = await operate(['restore', file]);
    expect(again).toEqual({
      code: 1,
      said: expect.stringMatching(/not empty: 6 accounts, 2 projects, 60 tasks.*--yes/) as string,
    });
    expect(processesWith(checkout.path)).toEqual([]);
    const second = await Program.start(checkout.path);
    expect([await shownTo(second, 'rosa@garden'), await shownTo(second, 'theo@bakery')]).toEqual(before);
    expect((await operate(['upgrade-check'])).said).toContain('up to date');
    expect(await second.end('SIGTERM')).toBe(0);
  });

  it('SPEC-041.12: a command that is called wrongly says how', async () => {
    for (const args of [['backup'], ['restore', 'a', '--force']])
      expect(await operate(args)).toEqual({
        code: 1,
        said: expect.stringContaining('npm run restore -- FILE [--yes]') as string,
      });
    expect(await operate(['restore', 'nowhere'])).toEqual({
      code: 1,
      said: expect.stringContaining('ENOENT') as string,
    });
    expect(existsSync(join(checkout.path, '.data'))).toBe(false);
    const doctor = await operate(['doctor'], { DATABASE_URL: 'postgres://ann:hunter22@127.0.0.1:1/x' });
    expect(doctor).toEqual({
      code: 1,
      said: expect.stringMatching(/✗ database: .*does not answer[\s\S]*1 problem/) as string,
    });
    expect(doctor.said).not.toContain('hunter22');
  });
});
