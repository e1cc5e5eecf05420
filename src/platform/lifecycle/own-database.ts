import { startEmbedded, type EmbeddedDatabase } from '@fasttrack/embedded-postgres-server';
import { chooseDataDir } from '@fasttrack/embedded-postgres-server/data-dir';
import { EmbeddedTrouble } from '@fasttrack/embedded-postgres-server/trouble';
import { defaultDataDir } from '../config/paths.js';
import { StartTrouble } from './start-trouble.js';

/** Also in the address of the database, and in the place of the data where only root can reach the checkout. */
const NAME = 'fasttrack';

/** @throws StartTrouble where root has no account to lend to a server */
export function ownDataDir(): string {
  try {
    return chooseDataDir(defaultDataDir(), `/var/lib/${NAME}`);
  } catch (error) {
    throw withAdvice(error);
  }
}

/**
 * Starts the PostgreSQL that comes with the program.
 *
 * @throws StartTrouble which says what to do
 */
export async function startOwnDatabase(dataDir: string, log: (line: string) => void): Promise<EmbeddedDatabase> {
  try {
    return await startEmbedded({ dataDir, name: NAME, log });
  } catch (error) {
    throw withAdvice(error);
  }
}

function withAdvice(error: unknown): unknown {
  if (!(error instanceof EmbeddedTrouble)) return error;
  return new StartTrouble(`${error.message} Or set DATABASE_URL to use another PostgreSQL.`, { cause: error });
}
