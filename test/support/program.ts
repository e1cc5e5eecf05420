import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, copyFileSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packageRoot } from '../../src/platform/config/paths.js';
import { killProcessesWith } from './processes.js';
import { until } from './until.js';

/** Generous: several programs may start at the same time, on a machine that has other things to do. */
const SPEAKS_WITHIN_MS = 150_000;

type Environment = Record<string, string>;

/** The built program as a process of its own, in a checkout of its own: without data, and without a `.env` file. */
export class Program {
  said = '';
  private readonly ended: Promise<number | null>;

  private constructor(readonly process: ChildProcess) {
    this.ended = once(process, 'close').then(([code]) => code as number | null);
    for (const output of [process.stdout, process.stderr])
      output?.on('data', (chunk: Buffer) => (this.said += chunk.toString()));
  }

  static launch(checkout: string, env: Environment = {}, args: string[] = []): Program {
    const { PATH = '', HOME = '' } = process.env;
    const child = spawn(process.execPath, [join(checkout, 'dist/src/main.js'), ...args], {
      cwd: checkout,
      env: { PATH, HOME, PORT: '0', BCRYPT_COST: '10', ...env },
      stdio: 'pipe',
    });
    return new Program(child);
  }

  /** Launches it and waits until it serves. @throws what it says when it ends instead */
  static async start(checkout: string, env: Environment = {}, args: string[] = []): Promise<Program> {
    const program = Program.launch(checkout, env, args);
    const ended = program.ended.then((code) => {
      throw new Error(`exit code ${code}\n${program.said}`);
    });
    await Promise.race([program.says(/API +http|Listening/), ended]);
    return program;
  }

  get url(): string {
    const port = /API +http:\/\/localhost:(\d+)/.exec(this.said)?.[1] ?? /"port":(\d+)/.exec(this.said)?.[1];
    return `http://127.0.0.1:${port}`;
  }

  async says(words: RegExp): Promise<void> {
    await until(() => words.test(this.said), SPEAKS_WITHIN_MS);
  }

  /** Sends a signal, or waits for an end that comes by itself. @returns the exit code */
  async end(signal?: NodeJS.Signals): Promise<number | null> {
    if (signal) this.process.kill(signal);
    return this.ended;
  }
}

/** An empty checkout for each test of the file; what still runs in it afterwards is killed. */
export function emptyCheckout(): { path: string } {
  const checkout = { path: '' };
  beforeEach(() => {
    checkout.path = mkdtempSync(join(tmpdir(), 'fasttrack-checkout-'));
    chmodSync(checkout.path, 0o755);
    copyFileSync(join(packageRoot(), 'package.json'), join(checkout.path, 'package.json'));
    for (const name of ['dist', 'node_modules']) symlinkSync(join(packageRoot(), name), join(checkout.path, name));
  });
  afterEach(async () => {
    await killProcessesWith(checkout.path);
    rmSync(checkout.path, { recursive: true, force: true });
  });
  return checkout;
}
