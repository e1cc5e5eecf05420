import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { serverHome } from './data-dir.js';
import { isRunning, isServerOf } from './process-table.js';

/** Whether a server was ever made in this folder. */
export function hasServer(dataDir: string): boolean {
  return existsSync(serverHome(dataDir));
}

/** The address of the database whose server runs in this folder, whoever started it; undefined where none runs. */
export function runningAt(dataDir: string, name: string): string | undefined {
  const home = serverHome(dataDir);
  const data = join(home, 'data');
  try {
    const [pid, , , port] = readFileSync(join(data, 'postmaster.pid'), 'utf8').split('\n');
    if (!port || !isRunning(Number(pid)) || !isServerOf(Number(pid), data)) return undefined;
    const password = readFileSync(join(home, 'password'), 'utf8').trim();
    return `postgres://${name}:${password}@127.0.0.1:${port.trim()}/${name}`;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
