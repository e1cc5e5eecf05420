import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { hasServer, runningAt } from '@fasttrack/embedded-postgres-server/running';
import { examineConfig, type S3Settings, s3Of } from '../platform/config/config.js';
import { defaultDataDir } from '../platform/config/paths.js';
import { ConfigProblems } from '../platform/config/problems.js';
import type { Environment } from '../platform/config/values.js';
import type { Values } from '../platform/config/variables.js';
import { OWN_NAME, ownDataDir, startOwnDatabase } from '../platform/lifecycle/database/own-database.js';
import { OperatorError } from './operator-error.js';

/** Where the data of an installation are. */
export interface Place {
  /** Of the database itself; null where the embedded one is meant. */
  databaseUrl: string | null;
  dataDir: string;
  filesDir: string;
  s3: S3Settings | null;
}

const WHERE = /^(DATABASE_|FILES_DIR$|S3_)/;

/**
 * Only what says where the data are has to be right: a job that makes backups needs no keys.
 *
 * @throws ConfigProblems
 */
export function readPlace(env: Environment): Place {
  const { values, problems } = examineConfig({ ...env, NODE_ENV: undefined });
  const found = problems.filter(({ variable }) => WHERE.test(variable));
  if (found.length > 0) throw new ConfigProblems(found);
  return placeOfValues(values);
}

export function placeOfValues(values: Values): Place {
  const dataDir = values.databaseUrl ? defaultDataDir() : ownDataDir();
  return {
    databaseUrl: values.databaseDirectUrl ?? values.databaseUrl,
    dataDir,
    filesDir: resolve(values.filesDir ?? join(dataDir, 'files')),
    s3: s3Of(values),
  };
}

interface OpenDatabase {
  url: string;
  close(): Promise<void>;
}

const NOTHING_TO_CLOSE = () => Promise.resolve();

/** The database to read: that of the running program, or the embedded one, which is started meanwhile. */
export async function openToRead(place: Place, say: (line: string) => void): Promise<OpenDatabase> {
  const url = place.databaseUrl ?? runningAt(place.dataDir, OWN_NAME);
  if (url) return { url, close: NOTHING_TO_CLOSE };
  if (!hasServer(place.dataDir))
    throw new OperatorError(`There is no database in ${place.dataDir} yet. Name yours in DATABASE_URL.`);
  return openAlone(place, say);
}

/**
 * The same to be written to, with nobody else on it.
 *
 * @throws StartupError where the program runs on the embedded one
 */
export async function openAlone(place: Place, say: (line: string) => void): Promise<OpenDatabase> {
  if (place.databaseUrl) return { url: place.databaseUrl, close: NOTHING_TO_CLOSE };
  const database = await startOwnDatabase(place.dataDir, say);
  return { url: database.url, close: () => database.stop() };
}

/** Which generated keys lie beside the embedded database, and are in no backup. */
export function generatedKeysIn(dataDir: string): string[] {
  return ['secret-key', 'jwt-private-key.pem'].map((name) => join(dataDir, name)).filter((path) => existsSync(path));
}
