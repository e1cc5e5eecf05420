import { startEmbedded, type EmbeddedDatabase } from '@fasttrack/embedded-postgres-server';
import { chooseDataDir } from '@fasttrack/embedded-postgres-server/data-dir';
import { EmbeddedServerError } from '@fasttrack/embedded-postgres-server/server-error';
import { defaultDataDir } from '../../config/paths.js';
import { StartupError } from '../startup-error.js';

/** Also the name in the database address, and in the data directory if only root can read the checkout. */
export const OWN_NAME = 'fasttrack';

/** @throws StartupError if root finds no unprivileged account for the server */
export function ownDataDir(): string {
  try {
    return chooseDataDir(defaultDataDir(), `/var/lib/${OWN_NAME}`);
  } catch (error) {
    throw withAdvice(error);
  }
}

/**
 * Starts the PostgreSQL that comes with the program.
 *
 * @throws StartupError which says what to do
 */
export async function startOwnDatabase(dataDir: string, log: (line: string) => void): Promise<EmbeddedDatabase> {
  try {
    return await startEmbedded({ dataDir, name: OWN_NAME, log });
  } catch (error) {
    throw withAdvice(error);
  }
}

function withAdvice(error: unknown): unknown {
  if (!(error instanceof EmbeddedServerError)) return error;
  return new StartupError(`${error.message} Or set DATABASE_URL to use another PostgreSQL.`, { cause: error });
}
