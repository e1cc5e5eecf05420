import { randomBytes } from 'node:crypto';
import { pipeline } from 'node:stream/promises';
import type pg from 'pg';
import { withDatabase } from '../../platform/addresses/database-address.js';
import { NewerSchema } from '../../platform/database/schema/newer-schema.js';
import { migrationClasses } from '../../platform/database/schema/code-files.js';
import { changeSchema, changeSchemaInSteps, type SchemaChange } from '../../platform/database/schema/schema-change.js';
import { upgradeSchema } from '../../platform/database/schema/upgrade-schema.js';
import { UpgradeStopped } from '../../platform/database/schema/upgrade-stopped.js';
import type { RunnerData } from '../../platform/database/schema/upgrade-watch.js';
import { directConnection, newClient } from '../../platform/database/session.js';
import { Loading } from '../database/loading.js';
import { Snapshot } from '../database/snapshot.js';
import { OperatorError } from '../operator-error.js';
import { openToRead, type Place } from '../place.js';
import { countOf, Progress, secondsOf, secondsSince, sizeOf } from '../terminal/progress.js';

const PREFIX = 'fasttrack_upgrade_check_';
const NO_LIMIT = 0;

interface Check {
  place: Place;
  say: (line: string) => void;
}

/**
 * Tries what is pending on a copy of the database, in a database beside it that is dropped afterwards.
 *
 * @throws NewerSchema, or OperatorError where a migration would fail
 * @spec SPEC-042
 */
export async function checkUpgrade({ place, say }: Check): Promise<void> {
  const database = await openToRead(place, say);
  try {
    const snapshot = await Snapshot.open(database.url);
    try {
      await checkSnapshot(snapshot, database.url, say);
    } finally {
      await snapshot.close();
    }
  } finally {
    await database.close();
  }
}

async function checkSnapshot(snapshot: Snapshot, url: string, say: (line: string) => void): Promise<void> {
  const known = (await migrationClasses()).map(({ name }) => name);
  const unknown = snapshot.migrations.filter((name) => !known.includes(name));
  if (unknown.length > 0) throw new NewerSchema(unknown);
  const pending = known.filter((name) => !snapshot.migrations.includes(name));
  if (pending.length === 0) return say('The database is up to date: no migration is pending.');
  say(`Pending: ${pending.join(', ')}.`);
  await onScratch(url, (scratch) => tryOn(scratch, { snapshot, count: pending.length, say }));
}

interface Trial {
  snapshot: Snapshot;
  count: number;
  say: (line: string) => void;
}

async function tryOn(scratch: string, { snapshot, count, say }: Trial): Promise<void> {
  const begun = performance.now();
  await changeSchema(scratch, (schema) => copyInto(schema, snapshot), NO_LIMIT).catch(differs);
  say(`Copied ${countOf(snapshot.tables.length, 'table')}, ${sizeOf(snapshot.bytes)}, in ${secondsSince(begun)}.`);
  const started = performance.now();
  const held = await changeSchemaInSteps(scratch, (schema) => upgrade(schema, say));
  say(
    `${countOf(count, 'migration')} would pass. They took ${secondsSince(started)} on the copy, ` +
      `and locked nothing for longer than ${secondsOf(held)}.`,
  );
}

async function copyInto(schema: SchemaChange, snapshot: Snapshot): Promise<void> {
  await schema.apply(new Set(snapshot.migrations));
  const loading = await Loading.begin(schema.client);
  const progress = new Progress('copying', snapshot.bytes);
  for (const table of snapshot.tables) {
    await pipeline(snapshot.read(table), loading.into(table.name, table.columns));
    progress.advance(table.bytes);
  }
  progress.end();
  await loading.setSequences(await snapshot.sequences());
  await loading.end();
}

function differs(error: Error): never {
  throw new OperatorError(
    `The database can't be copied into the schema that its migrations make: ${error.message}. ` +
      'Somebody has changed it by hand; undo that, or write a migration for it.',
    { cause: error },
  );
}

/** As a start does it. @returns for how many milliseconds the longest of its transactions was open */
async function upgrade(schema: SchemaChange, say: (line: string) => void): Promise<number> {
  let longestMs = 0;
  Object.assign(schema.runner.data as RunnerData, { held: (ms: number) => (longestMs = Math.max(longestMs, ms)) });
  await upgradeSchema(schema, { applied: (name, tookMs) => say(`  ${name}  ${secondsOf(tookMs)}`) }).catch(wouldFail);
  return longestMs;
}

function wouldFail(error: Error): never {
  if (!(error instanceof UpgradeStopped)) throw error;
  throw new OperatorError(
    `${error.migration} would fail: ${(error.cause as Error).message}. The database is as it was. Don't start the new ` +
      'version before this is put right; the old one goes on working.',
    { cause: error },
  );
}

async function onScratch(url: string, work: (scratch: string) => Promise<void>): Promise<void> {
  const name = PREFIX + randomBytes(6).toString('hex');
  const client = newClient({ ...directConnection(url), application_name: 'fasttrack upgrade check' });
  client.on('error', () => undefined);
  await client.connect();
  try {
    await client.query('SET statement_timeout = 0');
    await dropLeftovers(client);
    await client.query(`CREATE DATABASE ${name}`).catch(mayNot);
    await work(withDatabase(url, name)).finally(() => client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`));
  } finally {
    await client.end();
  }
}

/** Of checks that were killed; one that still runs is in use, and stays. */
async function dropLeftovers(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ name: string }>(
    'SELECT datname AS name FROM pg_database WHERE starts_with(datname, $1)',
    [PREFIX],
  );
  for (const { name } of rows) await client.query(`DROP DATABASE IF EXISTS ${name}`).catch(() => undefined);
}

function mayNot(error: Error & { code?: string }): never {
  if (error.code !== '42501') throw error;
  throw new OperatorError(
    'This user may make no database for the copy. Run: ALTER ROLE … CREATEDB; or restore a backup elsewhere, and check there.',
    { cause: error },
  );
}
