import { readFileSync, rmSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { join } from 'node:path';
import type { Binaries } from './binaries.js';
import type { Cluster } from './cluster.js';
import { exists, isRunning, isServerOf, signal } from './process-table.js';
import type { ServerUser } from './server-user.js';
import { runTool } from './tool.js';
import { EmbeddedServerError } from './server-error.js';

const STOP_LIMIT_SECONDS = 60;
const KILL_LIMIT_MS = 5_000;

/**
 * Clears away the server of an owner that was killed. A server that lives is stopped cleanly. A `postmaster.pid` whose
 * process is a zombie, or has become some other program's, would keep the new server from starting, and is removed.
 * One whose process is gone is left to PostgreSQL, which also looks whether its children are gone.
 */
export async function clearLeftover(
  cluster: Cluster,
  { binaries, user, log }: { binaries: Binaries; user: ServerUser | undefined; log: (line: string) => void },
): Promise<void> {
  const pid = serverPid(cluster.data);
  if (pid === undefined || !exists(pid)) return;
  if (!isRunning(pid) || !isServerOf(pid, cluster.data))
    return rmSync(join(cluster.data, 'postmaster.pid'), { force: true });
  log(`Stopping the database server that an earlier run left behind (process ${pid}) …`);
  if (await stopServer(cluster, { binaries, user })) return;
  throw new EmbeddedServerError(
    `The database server of an earlier run (process ${pid}) does not stop. Stop it by hand: kill -INT ${pid}`,
  );
}

/** Stops the server, at first politely: sessions are ended and everything is written. */
export async function stopServer(
  { data, home }: Cluster,
  { binaries, user }: { binaries: Binaries; user: ServerUser | undefined },
): Promise<boolean> {
  const pid = serverPid(data);
  if (pid === undefined || !isRunning(pid)) return true;
  for (const [mode, seconds] of [
    ['fast', STOP_LIMIT_SECONDS],
    ['immediate', 10],
  ] as const) {
    const args = ['stop', '-D', data, '-m', mode, '-w', '-t', String(seconds)];
    const limits = { user, cwd: home, timeoutMs: (seconds + 5) * 1_000 };
    await runTool(binaries.pgCtl, args, limits);
    if (!isRunning(pid)) return true;
  }
  return forceEnd(pid);
}

async function forceEnd(pid: number): Promise<boolean> {
  signal(pid, 'SIGKILL');
  const deadline = Date.now() + KILL_LIMIT_MS;
  while (isRunning(pid) && Date.now() < deadline) await sleep(50);
  return !isRunning(pid);
}

/** The first line of `postmaster.pid`; the server writes it when it starts and removes the file when it stops. */
function serverPid(data: string): number | undefined {
  try {
    const pid = Number.parseInt(readFileSync(join(data, 'postmaster.pid'), 'utf8'), 10);
    return pid > 0 ? pid : undefined;
  } catch {
    return undefined;
  }
}
