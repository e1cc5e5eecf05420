import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { SMTPServer } from 'smtp-server';
import { NAME } from '../bench/stage/database.mjs';
import { freePort } from '../bench/stage/ports.mjs';

/** Parts that the package keeps to itself: here its server is started as it would start it, but on a port that was used. */
const part = (name) => import(new URL(`../../packages/embedded-postgres-server/dist/${name}.js`, import.meta.url).href);
const ANSWER_LIMIT_MS = 30_000;

/** The server that the stand has halted, started again where it was; it ends with this process, or with the stand. */
export async function restartDatabase({ databaseUrl, dataDir }) {
  const [{ serverHome }, { serverUser }, { findBinaries }, { ensureCluster }, { hasEnded, launch }, { openDatabase }] =
    await Promise.all(['data-dir', 'server-user', 'binaries', 'cluster', 'launch', 'open-database'].map(part));
  const log = () => undefined;
  const user = serverUser(serverHome(dataDir));
  const options = { binaries: await findBinaries(user, dataDir), user, name: NAME, fsync: true, settings: {}, log };
  const cluster = await ensureCluster({ dataDir, ...options });
  const port = Number(new URL(databaseUrl).port);
  const child = launch(cluster, port, options);
  const url = await openDatabase(cluster, port, {
    name: NAME,
    limitMs: ANSWER_LIMIT_MS,
    isOver: () => hasEnded(child),
    log,
  });
  if (!url) throw new Error('PostgreSQL did not start again.');
  return child.pid;
}

/** A process and its children. */
export function familyOf(pid) {
  const { stdout } = spawnSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' });
  const rows = stdout.split('\n').map((line) => line.trim().split(/\s+/).map(Number));
  return [pid, ...rows.filter(([, parent]) => parent === pid).map(([child]) => child)];
}

export function signalAll(pids, name) {
  for (const pid of pids) {
    try {
      process.kill(pid, name);
    } catch (error) {
      if (error.code !== 'ESRCH') throw error;
    }
  }
}

/** A mail server that comes and goes on one port, and remembers who was written to. */
export class MailHost {
  #server;
  recipients = [];

  static async onFreePort() {
    const host = new MailHost();
    host.port = await freePort();
    host.url = `smtp://127.0.0.1:${host.port}`;
    return host;
  }

  async start() {
    this.#server = new SMTPServer({
      disabledCommands: ['AUTH', 'STARTTLS'],
      logger: false,
      disableReverseLookup: true,
      onData: (stream, { envelope }, done) => {
        stream.resume().once('end', () => {
          this.recipients.push(...envelope.rcptTo.map(({ address }) => address));
          done();
        });
      },
    });
    this.#server.listen(this.port, '127.0.0.1');
    await once(this.#server.server, 'listening');
  }

  async stop() {
    const server = this.#server;
    this.#server = undefined;
    if (server) await new Promise((resolve) => server.close(resolve));
  }
}

/** A Redis that comes and goes on one port; `hasRedis` says whether there is one at all. */
export const hasRedis = spawnSync('redis-server', ['--version']).status === 0;

export class RedisHost {
  #child;
  #folder = mkdtempSync(join(tmpdir(), 'fasttrack-campaign-redis-'));

  static async onFreePort() {
    const host = new RedisHost();
    host.port = await freePort();
    host.url = `redis://127.0.0.1:${host.port}`;
    return host;
  }

  async start() {
    const place = ['--port', String(this.port), '--bind', '127.0.0.1', '--save', '', '--dir', this.#folder];
    this.#child = spawn('redis-server', place, { stdio: 'ignore' });
    while (!(await listens(this.port))) await sleep(20);
  }

  async kill() {
    const child = this.#child;
    this.#child = undefined;
    if (!child) return;
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
  }

  async remove() {
    await this.kill();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

function listens(port) {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => (socket.destroy(), resolve(true)));
    socket.once('error', () => resolve(false));
  });
}
