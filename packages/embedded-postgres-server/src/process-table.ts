import { spawnSync } from 'node:child_process';
import { readFileSync, realpathSync } from 'node:fs';

/** Whether the id is taken, be it by a zombie. */
export function exists(pid: number): boolean {
  return signal(pid, 0);
}

/** Whether a process runs under this id; a zombie has ended, although nobody has taken note of it. */
export function isRunning(pid: number): boolean {
  return signal(pid, 0) && !isZombie(pid);
}

/** @returns false where there is no such process */
export function signal(pid: number, name: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(pid, name);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Process ids come back: whether this one is the server that works in the data directory, which is where it sits. */
export function isServerOf(pid: number, data: string): boolean {
  if (process.platform === 'win32') return true;
  if (process.platform !== 'linux') return ask(pid, 'command').includes(data);
  try {
    return realpathSync(`/proc/${pid}/cwd`) === realpathSync(data);
  } catch {
    return false;
  }
}

function isZombie(pid: number): boolean {
  if (process.platform === 'win32') return false;
  if (process.platform !== 'linux') return ask(pid, 'stat').startsWith('Z');
  try {
    const afterName = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1);
    return /^[ZX]/.test(afterName ?? '');
  } catch {
    return false;
  }
}

function ask(pid: number, column: 'command' | 'stat'): string {
  return spawnSync('ps', ['-o', `${column}=`, '-p', String(pid)], { encoding: 'utf8' }).stdout ?? '';
}
