import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cp, rm } from 'node:fs/promises';
import { once } from 'node:events';
import { basename, dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { connect, NAME } from '../bench/stage/database.mjs';
import { freePort } from '../bench/stage/ports.mjs';
import { familyOf, signalAll } from './lost-servers.mjs';

/** Parts that the package keeps to itself: its own supervisor would start a killed server again. */
const part = (name) => import(new URL(`../../packages/embedded-postgres-server/dist/${name}.js`, import.meta.url).href);

const ANSWER_LIMIT_MS = 60_000;
/** A machine that is slow keeps what a copy still needs. */
const SETTINGS = {
  wal_level: 'replica',
  max_wal_senders: '8',
  wal_keep_size: '256MB',
  wal_receiver_status_interval: '1s',
};
/** What a copy of a running server does not take: its process, and what belongs to its own standbys. */
const OWN = new Set(['postmaster.pid', 'postmaster.opts', 'standby.signal', 'backup_label']);

/** A primary and its synchronous standby; each takes the other's place again and again. */
export class Replicas {
  #names = ['one', 'two'];
  #ports = new Map();
  #children = new Map();
  primary = 'one';

  /** @param folder where their data go */
  static async start(folder) {
    const replicas = new Replicas();
    replicas.folder = folder;
    chmodSync(folder, 0o711); // PostgreSQL never runs as root, and must get in.
    for (const name of replicas.#names) {
      mkdirSync(join(folder, name));
      replicas.#ports.set(name, await freePort());
    }
    await replicas.#launch('one');
    replicas.password = readFileSync(join(folder, 'one/postgres/password'), 'utf8').trim();
    await replicas.rejoin();
    return replicas;
  }

  get standby() {
    return this.#names.find((name) => name !== this.primary);
  }

  /** As libpq writes it. */
  get url() {
    const hosts = this.#names.map((name) => `127.0.0.1:${this.#ports.get(name)}`).join(',');
    return `postgres://${NAME}:${this.password}@${hosts}/${NAME}?target_session_attrs=read-write`;
  }

  get primaryUrl() {
    return `postgres://${NAME}:${this.password}@127.0.0.1:${this.#ports.get(this.primary)}/${NAME}`;
  }

  /** The primary and everything below it is gone, as with its machine. */
  async kill(name = this.primary) {
    const child = this.#children.get(name);
    const ended = once(child, 'exit');
    signalAll(familyOf(child.pid), 'SIGKILL');
    await ended;
  }

  /** It answers nothing any more, and closes nothing. */
  freeze() {
    signalAll(familyOf(this.#children.get(this.primary).pid), 'SIGSTOP');
  }

  thaw(name) {
    signalAll(familyOf(this.#children.get(name).pid), 'SIGCONT');
  }

  /** The standby takes over, without one of its own for now: writes must not wait for somebody who is away. */
  async promote() {
    const taking = this.standby;
    await this.#as(taking, async (client) => {
      await client.query("ALTER SYSTEM SET synchronous_standby_names = ''");
      await client.query('SELECT pg_reload_conf()');
      await client.query('SELECT pg_promote(true, 60)');
    });
    this.primary = taking;
  }

  /** The other one comes back as a synchronous standby, from a fresh copy made while people write. */
  async rejoin() {
    const [from, to] = [this.primary, this.standby];
    await rm(this.#home(to), { recursive: true, force: true });
    await this.#as(from, async (client) => {
      await client.query("SELECT pg_backup_start('copy', true)");
      await copy(this.#home(from), this.#home(to));
      const { rows } = await client.query('SELECT labelfile FROM pg_backup_stop(false)');
      writeFileSync(join(this.#home(to), 'data/backup_label'), rows[0].labelfile);
    });
    const origin = `host=127.0.0.1 port=${this.#ports.get(from)} user=postgres password=${this.password} application_name=${to}`;
    writeFileSync(join(this.#home(to), 'data/standby.signal'), '');
    writeFileSync(join(this.#home(to), 'data/postgresql.auto.conf'), `primary_conninfo = '${origin}'\n`);
    await this.#launch(to);
    await this.#as(from, (client) => requireSynchronous(client, to));
  }

  async stop() {
    for (const [name, child] of this.#children)
      if (child.exitCode === null && child.signalCode === null) await this.kill(name);
  }

  #home(name) {
    return join(this.folder, name, 'postgres');
  }

  async #launch(name) {
    const [
      { serverHome },
      { serverUser },
      { findBinaries },
      { ensureCluster },
      { hasEnded, launch },
      { openDatabase },
    ] = await Promise.all(['data-dir', 'server-user', 'binaries', 'cluster', 'launch', 'open-database'].map(part));
    const dataDir = join(this.folder, name);
    const user = serverUser(serverHome(dataDir));
    const log = () => undefined;
    const options = {
      binaries: await findBinaries(user, this.folder),
      user,
      name: NAME,
      fsync: true,
      settings: SETTINGS,
      log,
    };
    const cluster = await ensureCluster({ dataDir, ...options });
    const child = launch(cluster, this.#ports.get(name), options);
    this.#children.set(name, child);
    const wait = { name: NAME, limitMs: ANSWER_LIMIT_MS, isOver: () => hasEnded(child), log };
    if (!(await openDatabase(cluster, this.#ports.get(name), wait)))
      throw new Error(`PostgreSQL ${name} did not start.`);
  }

  async #as(name, work) {
    const client = await connect(`postgres://postgres:${this.password}@127.0.0.1:${this.#ports.get(name)}/postgres`);
    try {
      return await work(client);
    } finally {
      await client.end().catch(() => undefined);
    }
  }
}

/** From now on a COMMIT is answered only when that one has it. */
async function requireSynchronous(client, name) {
  await client.query(`ALTER SYSTEM SET synchronous_standby_names = '${name}'`);
  await client.query('SELECT pg_reload_conf()');
  for (let waited = 0; waited < ANSWER_LIMIT_MS; waited += 50) {
    const { rows } = await client.query(
      "SELECT FROM pg_stat_replication WHERE sync_state = 'sync' AND state = 'streaming'",
    );
    if (rows.length > 0) return;
    await sleep(50);
  }
  throw new Error(`${name} does not follow.`);
}

function copy(from, to) {
  return cp(from, to, { recursive: true, filter: isCopied });
}

/** The log of writes is streamed from the other one. */
function isCopied(path) {
  return !OWN.has(basename(path)) && basename(dirname(path)) !== 'pg_wal';
}
