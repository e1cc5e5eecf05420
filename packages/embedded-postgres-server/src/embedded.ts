import { findBinaries } from './binaries.js';
import { ensureCluster } from './cluster.js';
import { prepareDataDir, serverHome } from './data-dir.js';
import { lockDirectory } from './directory-lock.js';
import { EmbeddedServer } from './server.js';
import { serverUser } from './server-user.js';
import { EmbeddedServerError } from './server-error.js';

export interface EmbeddedOptions {
  /** Made where it is missing; `chooseDataDir` finds one that also works for root. */
  dataDir: string;
  /** What the program is called: its account and its database have this name, and messages use it. */
  name: string;
  /** False only for data that may be lost with the machine: tests. */
  fsync?: boolean;
  /** More settings of the server, as in postgresql.conf. */
  settings?: Readonly<Record<string, string>>;
  /** Hears what takes time, and what went wrong later on. */
  log: (line: string) => void;
}

export interface EmbeddedDatabase {
  url: string;
  dataDir: string;
  /** Call last: whoever still holds a connection loses it. */
  stop(): Promise<void>;
}

/**
 * A real PostgreSQL for the time of this process: made where there is none, cleared of what a killed process left
 * behind, started again when it ends unexpectedly, and ended together with the process, however that ends.
 *
 * @throws EmbeddedServerError which says what to do
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<EmbeddedDatabase> {
  const { dataDir, name, fsync = true, settings = {}, log } = options;
  // It stands unquoted in SQL and in the address.
  if (!/^[a-z][a-z0-9_]{0,62}$/.test(name)) throw new EmbeddedServerError(`"${name}" is no name for an account.`);
  prepareDataDir(dataDir);
  const unlock = await lockDirectory(dataDir, name);
  try {
    const user = serverUser(serverHome(dataDir));
    const binaries = await findBinaries(user, dataDir);
    const cluster = await ensureCluster({ dataDir, binaries, user, fsync, log });
    const server = new EmbeddedServer(cluster, { binaries, user, name, fsync, settings, log });
    const url = await server.start();
    return { url, dataDir, stop: () => server.stop().finally(unlock) };
  } catch (error) {
    await unlock();
    throw error;
  }
}
