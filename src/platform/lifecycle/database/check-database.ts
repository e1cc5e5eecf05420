import { placeOf } from '../../addresses/database-address.js';
import type { Config } from '../../config/config.js';
import { directConnection, pooledConnection } from '../../database/session.js';
import { examineDatabase, examineSessions } from './examine-database.js';
import { reachDatabase, type Destination } from './reach-database.js';

/**
 * Waits for the configured database and checks that the program can use it, before anything is changed there.
 *
 * @throws StartupError if the database must be changed, ConfigProblems if the first administrator is missing
 * @spec SPEC-012.31, SPEC-012.33
 */
export async function checkDatabase(config: Config, warn: (line: string) => void): Promise<void> {
  const { databaseUrl, databaseDirectUrl, isPooled } = config;
  const direct: Destination = {
    url: databaseDirectUrl,
    connection: directConnection(databaseDirectUrl),
    variable: isPooled ? 'DATABASE_DIRECT_URL' : 'DATABASE_URL',
  };
  const where = placeOf(databaseDirectUrl);
  const { isEmpty, warnings } = await reachDatabase(direct, (client) => examineDatabase(client, where), warn);
  if (isEmpty) config.firstAdministrator();
  warnings.forEach(warn);
  if (!isPooled) return;
  const pooled: Destination = {
    url: databaseUrl,
    connection: pooledConnection(databaseUrl),
    variable: 'DATABASE_URL',
  };
  const through = placeOf(databaseUrl);
  (await reachDatabase(pooled, (client) => examineSessions(client, through), warn)).forEach(warn);
}
