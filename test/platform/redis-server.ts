import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { until } from '../support/until.js';

const PROGRAM = 'redis-server';

/** Whether this machine has a `redis-server` to try things against; nothing that must pass depends on it. */
export const hasRedisServer = spawnSync(PROGRAM, ['--version']).status === 0;

/** A Redis of the test's own, on a socket in a folder of its own, that can be paused and killed. */
export class RedisServer {
  private readonly folder = mkdtempSync(join(tmpdir(), 'fasttrack-redis-'));
  /** What the client takes in place of an URL. */
  readonly url = join(this.folder, 'socket');
  private process: ChildProcess | null = null;

  /** @param port for those who need an URL; none by default */
  async start(port = 0): Promise<this> {
    const place = ['--port', String(port), '--bind', '127.0.0.1', '--unixsocket', this.url];
    const options = [...place, '--save', '', '--dir', this.folder];
    this.process = spawn(PROGRAM, options, { stdio: 'ignore' });
    await until(() => existsSync(this.url));
    return this;
  }

  /** Sends one command by a connection of its own. */
  async ask(command: string, ...parameters: string[]): Promise<unknown> {
    const client = new Redis(this.url);
    const answer = await client.call(command, ...parameters);
    client.disconnect();
    return answer;
  }

  /** How many clients there are, beside the one that asks. */
  async connections(): Promise<number> {
    return (
      String(await this.ask('CLIENT', 'LIST'))
        .trim()
        .split('\n').length - 1
    );
  }

  /** How often a command has been called. */
  async calls(command: string): Promise<number> {
    const statistics = String(await this.ask('INFO', 'commandstats'));
    return Number(new RegExp(`cmdstat_${command}:calls=(\\d+)`).exec(statistics)?.[1] ?? 0);
  }

  pause(): void {
    this.process?.kill('SIGSTOP');
  }

  resume(): void {
    this.process?.kill('SIGCONT');
  }

  async kill(): Promise<void> {
    const process = this.process;
    if (!process) return;
    this.process = null;
    await new Promise((resolve) => process.once('exit', resolve).kill('SIGKILL'));
    rmSync(this.url, { force: true });
  }

  async remove(): Promise<void> {
    await this.kill();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

export function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
