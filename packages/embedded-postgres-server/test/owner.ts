import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { killProcessesWith, processesWith } from '../../../test/support/processes.js';
import { startEmbedded } from '../src/embedded.js';

/** The folder of this package. */
export const PACKAGE = resolve(__dirname, '..');

/** What is the same for every server of these tests. */
export const QUIET = { name: 'notes', log: () => undefined };

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
  /** Another copy of the package. */
  from?: string;
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

export function launchOwner(dataDir: string, { from = PACKAGE, ...user }: As = {}): Owner {
  const script = join(PACKAGE, 'test/own-server.mjs');
  const child = spawn(process.execPath, [script, dataDir, from], { ...user, cwd: '/', stdio: 'pipe' });
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
    made = mkdtempSync(join(tmpdir(), 'notes-made-'));
    chmodSync(made, 0o755);
    await (await startEmbedded({ dataDir: made, ...QUIET })).stop();
  });
  afterAll(() => rmSync(made, { recursive: true, force: true }));
  beforeEach(() => {
    at.place = mkdtempSync(join(tmpdir(), 'notes-place-'));
    chmodSync(at.place, 0o755);
    at.dataDir = join(at.place, '.data');
  });
  afterEach(async () => {
    await killProcessesWith(at.place);
    rmSync(at.place, { recursive: true, force: true });
  });
  return at;
}

/** The servers that work in this data directory. */
export function serverIn(dataDir: string): number[] {
  return processesWith(`postgres -D ${dataDir}/postgres/data`);
}
