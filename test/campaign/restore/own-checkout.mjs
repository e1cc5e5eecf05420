import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, copyFileSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { requireBuild } from '../../bench/stage/built.mjs';
import { freePort } from '../../bench/stage/ports.mjs';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const STARTS_WITHIN_MS = 300_000;
const LIMITS = { RATE_LIMIT_REQUESTS: '100000000', AUTH_RATE_LIMIT: '100000' };

/** The built program in a folder of its own, as after `npm run build` in a fresh clone: no data, no `.env`. */
export class OwnCheckout {
  static async open() {
    await requireBuild();
    const path = mkdtempSync(join(tmpdir(), 'fasttrack-checkout-'));
    // Else the database, which does not run as the superuser, is kept elsewhere.
    chmodSync(path, 0o755);
    copyFileSync(join(ROOT, 'package.json'), join(path, 'package.json'));
    for (const name of ['dist', 'node_modules']) symlinkSync(join(ROOT, name), join(path, name));
    // One port for all its starts: what it shows names its own address.
    const env = { PATH: process.env.PATH, HOME: process.env.HOME, PORT: String(await freePort()) };
    return Object.assign(new OwnCheckout(), { path, env });
  }

  /** `npm run demo`, or `npm start`, with the embedded database. */
  async start(...args) {
    const child = spawn(process.execPath, [join(this.path, 'dist/src/main.js'), ...args], {
      cwd: this.path,
      env: { ...this.env, ...LIMITS },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let said = '';
    for (const output of [child.stdout, child.stderr]) output.on('data', (chunk) => (said += chunk));
    this.program = child;
    for (const deadline = Date.now() + STARTS_WITHIN_MS; Date.now() < deadline && child.exitCode === null;) {
      const [, port] = /API +http:\/\/localhost:(\d+)/.exec(said) ?? [];
      if (port) return (this.url = `http://127.0.0.1:${port}`);
      await sleep(50);
    }
    throw new Error(`The program does not start. It says:\n${said}`);
  }

  async stop() {
    if (!this.program || this.program.exitCode !== null) return;
    const ended = once(this.program, 'exit');
    this.program.kill('SIGTERM');
    await ended;
  }

  /** A command of the operator: `backup`, `restore`. @returns its exit code and what it said */
  async operate(...args) {
    const options = { cwd: this.path, env: this.env, maxBuffer: 1e8 };
    const main = join(this.path, 'dist/src/operations/main.js');
    return promisify(execFile)(process.execPath, [main, ...args], options).then(
      ({ stdout, stderr }) => ({ code: 0, said: stdout + stderr }),
      ({ code, stdout, stderr }) => ({ code, said: stdout + stderr }),
    );
  }

  /** All data but the keys, which are in no backup and are kept elsewhere. */
  wipe() {
    for (const name of ['postgres', 'files']) rmSync(join(this.path, '.data', name), { recursive: true, force: true });
  }

  async close() {
    this.program?.kill('SIGTERM');
    await this.stop().catch(() => undefined);
    rmSync(this.path, { recursive: true, force: true });
  }
}
