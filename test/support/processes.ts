import { readFileSync, readdirSync } from 'node:fs';
import { until } from './until.js';

/** Processes with this text in their command line, zombies aside, which have none. */
export function processesWith(text: string): number[] {
  return readdirSync('/proc')
    .map(Number)
    .filter((pid) => pid > 0 && pid !== process.pid && commandLine(pid).includes(text));
}

/** Kills what was started in a folder of a test, and waits until it is gone. */
export async function killProcessesWith(text: string): Promise<void> {
  for (const pid of processesWith(text)) kill(pid);
  await until(() => processesWith(text).length === 0);
}

/** It may have ended meanwhile. */
function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

function commandLine(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
  } catch {
    return '';
  }
}
