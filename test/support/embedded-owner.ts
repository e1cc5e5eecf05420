import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { packageRoot } from '../../src/platform/config/paths.js';
import { startEmbedded } from '../../src/platform/database/embedded/embedded.js';

/** A program of its own that owns an embedded server, to be killed by a test. */
export interface Owner {
  url: string;
  said: string;
  process: ChildProcess;
  /** SIGTERM, and wait. */
  stop(): Promise<void>;
  /** SIGKILL, and wait: for the program, not for its server. */
  kill(): Promise<void>;
}

interface As {
  uid?: number;
  gid?: number;
  checkout?: string;
}

/** @throws what the program says when it does not start */
export async function startOwner(dataDir: string, as: As = {}): Promise<Owner> {
  const owner = launchOwner(dataDir, as);
  const url = await new Promise<string>((resolve, reject) => {
    const look = () => {
      const ready = /^ready (.*)$/m.exec(owner.said)?.[1];
      if (ready) resolve(ready);
    };
    owner.process.stdout?.on('data', look);
    owner.process.once('close', () => reject(new Error(owner.said)));
  });
  return Object.assign(owner, { url });
}

export function launchOwner(dataDir: string, { checkout = packageRoot(), ...user }: As = {}): Owner {
  const script = join(packageRoot(), 'test/support/own-server.mjs');
  const child = spawn(process.execPath, [script, dataDir, checkout], { ...user, cwd: '/', stdio: 'pipe' });
  const exited = once(child, 'exit');
  const end = async (signal: NodeJS.Signals) => {
    child.kill(signal);
    await exited;
  };
  const owner: Owner = { url: '', said: '', process: child, stop: () => end('SIGTERM'), kill: () => end('SIGKILL') };
  for (const output of [child.stdout, child.stderr]) output.on('data', (chunk) => (owner.said += String(chunk)));
  return owner;
}

/** A folder of its own for each test of the file, emptied of every process that was started in it. */
export function embeddedPlace() {
  const at = { place: '', dataDir: '', copyMade: () => execFileSync('cp', ['-a', made, at.dataDir]) };
  let made: string;
  beforeAll(async () => {
    made = mkdtempSync(join(tmpdir(), 'fasttrack-made-'));
    chmodSync(made, 0o755);
    await (await startEmbedded({ dataDir: made, log: () => undefined })).stop();
  });
  afterAll(() => rmSync(made, { recursive: true, force: true }));
  beforeEach(() => {
    at.place = mkdtempSync(join(tmpdir(), 'fasttrack-embedded-'));
    chmodSync(at.place, 0o755);
    at.dataDir = join(at.place, '.data');
  });
  afterEach(async () => {
    for (const pid of processesWith(at.place)) process.kill(pid, 'SIGKILL');
    await until(() => processesWith(at.place).length === 0);
    rmSync(at.place, { recursive: true, force: true });
  });
  return at;
}

/** The servers that work in this data directory. */
export function serverIn(dataDir: string): number[] {
  return processesWith(`postgres -D ${dataDir}/postgres/data`);
}

/** Runs one statement on a connection of its own. */
export async function ask(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new Client(url);
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

/** Processes with this text in their command line, zombies aside, which have none. */
export function processesWith(text: string): number[] {
  return readdirSync('/proc')
    .map(Number)
    .filter((pid) => pid > 0 && pid !== process.pid && commandLine(pid).includes(text));
}

export async function until(condition: () => boolean | Promise<boolean>, limitMs = 10_000): Promise<void> {
  const deadline = Date.now() + limitMs;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error(`Not within ${limitMs} ms: ${condition.toString()}`);
    await sleep(20);
  }
}

function commandLine(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
  } catch {
    return '';
  }
}
