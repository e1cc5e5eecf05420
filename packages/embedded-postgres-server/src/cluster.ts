import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  existsSync,
  lchownSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import type { Binaries } from './binaries.js';
import { serverHome } from './data-dir.js';
import type { ServerUser } from './server-user.js';
import { runTool } from './tool.js';
import { EmbeddedServerError } from './server-error.js';

/** A directory that PostgreSQL can start on, and the password of its accounts. */
export interface Cluster {
  /** The folder of the server: its data, its password, its log. */
  home: string;
  data: string;
  log: string;
  password: string;
}

export interface ClusterOptions {
  dataDir: string;
  binaries: Binaries;
  user: ServerUser | undefined;
  /** False only for data that may be lost with the machine: tests. */
  fsync: boolean;
  log: (line: string) => void;
}

const DRAFT = '.making-';
const INITDB_LIMIT_MS = 180_000;

/**
 * The cluster in the data directory, made where there is none. It is made beside its place and moved there when it is
 * whole, so what an interrupted first start leaves behind is never taken for a database.
 */
export async function ensureCluster(options: ClusterOptions): Promise<Cluster> {
  const home = serverHome(options.dataDir);
  removeDrafts(options.dataDir);
  if (!existsSync(home)) {
    const draft = `${home}${DRAFT}${randomBytes(4).toString('hex')}`;
    options.log(`Making a database in ${home} (only the first time) …`);
    await make(draft, options);
    renameSync(draft, home);
  }
  const cluster = clusterAt(home);
  check(cluster, options.binaries);
  giveTo(options.user, cluster);
  return cluster;
}

/** What interrupted starts left. The work of one may still go on for a moment: then it is removed the next time. */
function removeDrafts(dataDir: string): void {
  for (const name of readdirSync(dataDir).filter((entry) => entry.includes(DRAFT))) {
    try {
      rmSync(join(dataDir, name), { recursive: true, force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOTEMPTY') throw error;
    }
  }
}

function clusterAt(home: string): Cluster {
  const password = read(join(home, 'password'), home);
  return { home, data: join(home, 'data'), log: join(home, 'server.log'), password };
}

async function make(draft: string, { binaries, user, fsync }: ClusterOptions): Promise<void> {
  const passwordFile = join(draft, 'password');
  mkdirSync(draft, { mode: 0o700 });
  writeFileSync(passwordFile, randomBytes(24).toString('base64url'), { mode: 0o600, flush: true });
  if (user) for (const path of [draft, passwordFile]) chownSync(path, user.uid, user.gid);
  const args = [
    `--pgdata=${join(draft, 'data')}`,
    '--username=postgres',
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale=C',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--no-instructions',
    ...(fsync ? [] : ['--no-sync']),
  ];
  const { code, output } = await runTool(binaries.initdb, args, { user, cwd: draft, timeoutMs: INITDB_LIMIT_MS });
  if (code === 0) return;
  throw new EmbeddedServerError(
    `The database could not be made in ${draft}. PostgreSQL says:\n${output.trim()}\n` +
      'Remove the cause and start again.',
  );
}

function check({ home, data }: Cluster, { major }: Binaries): void {
  const made = read(join(data, 'PG_VERSION'), home).trim();
  if (made === major) return;
  throw new EmbeddedServerError(
    `The data in ${home} were made by PostgreSQL ${made}, and this program brings PostgreSQL ${major}. Dump them ` +
      'with the version that made them and load them into a new one, or move the folder away to begin anew.',
  );
}

function read(file: string, home: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    const advice =
      code === 'ENOENT'
        ? `Put it back, or move ${home} away to begin with an empty database.`
        : `Start the program as the user that made ${home}, or give it to this one with chown -R.`;
    throw new EmbeddedServerError(`${file} cannot be read (${code}). ${advice}`, { cause });
  }
}

/** Data that were copied or restored by root belong to root, and are handed to the server's account. */
function giveTo(user: ServerUser | undefined, { home, data }: Cluster): void {
  if (user && statSync(data).uid !== user.uid) {
    lchownSync(home, user.uid, user.gid);
    for (const entry of readdirSync(home, { recursive: true, encoding: 'utf8' }))
      lchownSync(join(home, entry), user.uid, user.gid);
  }
  if ((statSync(data).mode & 0o777) !== 0o700) chmodSync(data, 0o700);
}
