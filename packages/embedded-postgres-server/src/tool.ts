import { spawn, type ChildProcessByStdio } from 'node:child_process';
import type { Readable } from 'node:stream';
import type { ServerUser } from './server-user.js';

/** Nothing of the caller's environment: PGPORT, PGDATA or a locale would change what the server does. */
export const CLEAN_ENVIRONMENT: Record<string, string> = { LC_ALL: 'C', PATH: '/usr/bin:/bin' };

export interface Outcome {
  /** null where the program could not be started, or was ended by a signal or by the time limit. */
  code: number | null;
  /** The last of what it said. */
  output: string;
}

const KEPT_CHARACTERS = 4_000;

/** Runs one of PostgreSQL's programs to its end; the outcome is a value, never an exception. */
export async function runTool(
  file: string,
  args: readonly string[],
  { user, cwd = '/', timeoutMs }: { user: ServerUser | undefined; cwd?: string; timeoutMs: number },
): Promise<Outcome> {
  try {
    const child = spawn(file, args, {
      ...user,
      cwd,
      env: CLEAN_ENVIRONMENT,
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: timeoutMs,
      killSignal: 'SIGKILL',
    });
    return await outcomeOf(child);
  } catch (error) {
    return { code: null, output: (error as Error).message };
  }
}

function outcomeOf(child: ChildProcessByStdio<null, Readable, Readable>): Promise<Outcome> {
  let output = '';
  const hear = (chunk: Buffer) => (output = (output + chunk.toString()).slice(-KEPT_CHARACTERS));
  child.stdout.on('data', hear);
  child.stderr.on('data', hear);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => resolve({ code, output: signal ? `${output}\nended by ${signal}` : output }));
  });
}
