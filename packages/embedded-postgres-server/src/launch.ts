import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, openSync, renameSync, statSync } from 'node:fs';
import type { Binaries } from './binaries.js';
import type { Cluster } from './cluster.js';
import type { ServerUser } from './server-user.js';
import { CLEAN_ENVIRONMENT } from './tool.js';

export interface ServerOptions {
  binaries: Binaries;
  user: ServerUser | undefined;
  /** Of the program's account and database. */
  name: string;
  /** False only for data that may be lost with the machine: tests. */
  fsync: boolean;
  settings: Readonly<Record<string, string>>;
  log: (line: string) => void;
}

/**
 * The errors of statements stay out of the server's log, for rows may hold secrets: the program logs its own
 * failures.
 */
const SETTINGS = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '200',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_min_messages: 'log',
  log_min_error_statement: 'panic',
  log_error_verbosity: 'terse',
  log_checkpoints: 'off',
};
const FOR_PASSING_DATA = {
  fsync: 'off',
  full_page_writes: 'off',
  synchronous_commit: 'off',
  wal_level: 'minimal',
  max_wal_senders: '0',
};

const LARGEST_LOG_BYTES = 5_000_000;

/** Detached, so that Ctrl-C in a terminal reaches the program alone, and its last requests still find a database. */
export function launch({ data, home, log }: Cluster, port: number, options: ServerOptions): ChildProcess {
  const { binaries, user, fsync } = options;
  const settings = Object.entries({ ...SETTINGS, ...(fsync ? {} : FOR_PASSING_DATA), ...options.settings });
  const args = ['-D', data, '-p', String(port), ...settings.flatMap(([name, value]) => ['-c', `${name}=${value}`])];
  const output = openLog(log);
  const stdio = ['ignore' as const, output, output];
  const child = spawn(binaries.postgres, args, { ...user, cwd: home, detached: true, stdio, env: CLEAN_ENVIRONMENT });
  closeSync(output);
  child.on('error', () => undefined);
  child.unref();
  if (process.platform !== 'win32') postSentinel(child, user);
  return child;
}

export function hasEnded({ pid, exitCode, signalCode }: ChildProcess): boolean {
  return pid === undefined || exitCode !== null || signalCode !== null;
}

/**
 * A shell that waits for the end of a pipe which only this process holds, and then tells the server to stop: a program
 * that is killed leaves no server behind.
 */
function postSentinel(server: ChildProcess, user: ServerUser | undefined): void {
  if (server.pid === undefined) return;
  const sentinel = spawn('/bin/sh', ['-c', 'read -r _; kill -INT "$0" 2>/dev/null', String(server.pid)], {
    ...user,
    cwd: '/',
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
    env: CLEAN_ENVIRONMENT,
  });
  sentinel.on('error', () => undefined);
  sentinel.unref();
  (sentinel.stdin as unknown as { unref(): void }).unref();
  server.once('exit', () => sentinel.kill('SIGKILL'));
}

function openLog(path: string): number {
  if ((statSync(path, { throwIfNoEntry: false })?.size ?? 0) > LARGEST_LOG_BYTES) renameSync(path, `${path}.1`);
  return openSync(path, 'a', 0o600);
}
