import type { Client } from 'pg';
import { runningAt } from '@fasttrack/embedded-postgres-server/running';
import { placeOf } from '../../platform/addresses/database-address.js';
import { migrationClasses } from '../../platform/database/schema/code-files.js';
import { STEPS_TABLE } from '../../platform/database/schema/migration-steps.js';
import { directConnection } from '../../platform/database/session.js';
import { storeOf } from '../../platform/files/files.module.js';
import { examineDatabase } from '../../platform/lifecycle/database/examine-database.js';
import { OWN_NAME } from '../../platform/lifecycle/database/own-database.js';
import { reachDatabase } from '../../platform/lifecycle/database/reach-database.js';
import { StartupError } from '../../platform/lifecycle/startup-error.js';
import { countOf } from '../terminal/progress.js';
import type { Checkup } from './checkup.js';
import { type Finding, problem, warning, well } from './finding.js';

const NO_WAIT_MS = 0;
const SKEW_WARNING_MS = 2_000;
const SKEW_PROBLEM_MS = 30_000;
const LATE_SECONDS = 300;

/** Nothing of the rest can be known where it does not answer. */
export async function checkDatabaseOf(checkup: Checkup): Promise<Finding[]> {
  const { databaseUrl, dataDir } = checkup.place;
  const url = databaseUrl ?? runningAt(dataDir, OWN_NAME);
  if (!url) return [well('database', 'the embedded one does not run, so it was not looked at')];
  const variable = checkup.values.databaseDirectUrl ? 'DATABASE_DIRECT_URL' : 'DATABASE_URL';
  const destination = { url, connection: directConnection(url), variable } as const;
  try {
    const look = (client: Client) => lookAt(client, checkup, placeOf(url));
    return await reachDatabase(destination, look, () => undefined, NO_WAIT_MS);
  } catch (error) {
    if (!(error instanceof StartupError)) throw error;
    const [says = '', ...advice] = error.message.split(
      /(?<=[.:;]) (?=Check|Run|Name|Make|Start|Where|GRANT|fasttrack needs)/,
    );
    return [problem('database', says, advice.join(' ') || 'Name another database in DATABASE_URL.')];
  }
}

async function lookAt(client: Client, checkup: Checkup, where: string): Promise<Finding[]> {
  const { isEmpty, warnings } = await examineDatabase(client, where);
  const found = [
    ...(await versionOf(client, where)),
    ...warnings.map((line) => warning('database', line, 'See docs/operations/BACKUP.md for moving.')),
    await clockOf(client),
    await migrationsOf(client),
  ];
  if (isEmpty) return [...found, ...firstStart(checkup)];
  return [...found, await deliveriesIn(client), ...(await filesOf(client, checkup))];
}

async function versionOf(client: Client, where: string): Promise<Finding[]> {
  const { rows } = await client.query<{ version: string; most: number; bytes: string }>(
    `SELECT current_setting('server_version') AS version, current_setting('max_connections')::int AS most,
       pg_size_pretty(pg_database_size(current_database())) AS bytes`,
  );
  return rows.map(({ version, bytes }) => well('database', `PostgreSQL ${version} at ${where}, ${bytes}`));
}

/** Whoever compares the two: tokens, reminders and locks do. */
async function clockOf(client: Client): Promise<Finding> {
  const asked = Date.now();
  const { rows } = await client.query<{ now: number }>(
    'SELECT extract(epoch FROM clock_timestamp())::float8 * 1000 AS now',
  );
  const skew = Math.abs((rows[0]?.now ?? 0) - (asked + Date.now()) / 2);
  const says = `that of this machine and that of the database are ${(skew / 1_000).toFixed(1)} s apart`;
  const advice = 'Let both follow a time server (chrony, systemd-timesyncd).';
  if (skew > SKEW_PROBLEM_MS) return problem('clock', says, advice);
  return skew > SKEW_WARNING_MS ? warning('clock', says, advice) : well('clock', says);
}

async function migrationsOf(client: Client): Promise<Finding> {
  const known = (await migrationClasses()).map(({ name }) => name);
  const { rows: tables } = await client.query<{ is: string | null }>("SELECT to_regclass('migrations')::text AS is");
  const applied = tables[0]?.is ? (await client.query<{ name: string }>('SELECT name FROM migrations')).rows : [];
  const names = new Set(applied.map(({ name }) => name));
  const newer = [...names].filter((name) => !known.includes(name));
  const pending = known.filter((name) => !names.has(name));
  if (newer.length > 0)
    return problem(
      'migrations',
      `the database is newer than this program: ${newer.join(', ')}`,
      'Start the newer version, or restore a backup from before it.',
    );
  const { rows: steps } = await client.query<{ is: string | null }>(`SELECT to_regclass('${STEPS_TABLE}')::text AS is`);
  if (steps[0]?.is) return halfUpgraded(await lastStepIn(client), pending.length);
  if (pending.length > 0)
    return warning(
      'migrations',
      `${countOf(pending.length, 'migration')} will be applied at the next start`,
      'Try them first: npm run upgrade-check',
    );
  return well('migrations', `all ${known.length} are applied`);
}

async function lastStepIn(client: Client): Promise<string> {
  const { rows } = await client.query<{ last: string }>(
    `SELECT concat_ws(': ', migration, nullif(step, '')) AS last FROM ${STEPS_TABLE} ORDER BY done_at DESC LIMIT 1`,
  );
  return rows[0]?.last ?? 'nothing yet';
}

function halfUpgraded(last: string, pending: number): Finding {
  return warning(
    'migrations',
    `an upgrade by ${countOf(pending, 'migration')} is under way or has stopped; the last that it has done: ${last}`,
    'Start the new version, or run npm run migrate: it goes on from there. Until it is through, the version before ' +
      'works as well, and no backup can be made.',
  );
}

function firstStart({ values, isProduction }: Checkup): Finding[] {
  if (!isProduction || (values.adminEmail && values.adminPassword)) return [];
  return [
    problem(
      'ADMIN_EMAIL',
      'the database is empty, and nobody is named to administrate it',
      'Set ADMIN_EMAIL and ADMIN_PASSWORD for the first start.',
    ),
  ];
}

async function deliveriesIn(client: Client): Promise<Finding> {
  const { rows } = await client.query<{ dead: number; late: number; error: string | null }>(
    `SELECT count(*) FILTER (WHERE dead_at IS NOT NULL)::int AS dead,
       count(*) FILTER (WHERE dead_at IS NULL AND due_at < now() - make_interval(secs => ${LATE_SECONDS}))::int AS late,
       max(last_error) AS error
     FROM deliveries`,
  );
  const { dead = 0, late = 0, error = null } = rows[0] ?? {};
  if (late > 0)
    return problem(
      'deliveries',
      `${late} have waited for more than five minutes`,
      'Does an instance run? Its log says why it delivers nothing.',
    );
  if (dead > 0)
    return warning(
      'deliveries',
      `${dead} were given up${error ? ` (${error})` : ''}`,
      'Read last_error in the table deliveries: npm run psql',
    );
  return well('deliveries', 'none is late, none was given up');
}

/** A database and a folder that do not belong together. */
async function filesOf(client: Client, { place }: Checkup): Promise<Finding[]> {
  const { rows: tables } = await client.query<{ is: string | null }>("SELECT to_regclass('files')::text AS is");
  if (!tables[0]?.is || place.s3) return [];
  const { rows } = await client.query<{ key: string }>('SELECT object_key AS key FROM files ORDER BY id DESC LIMIT 20');
  const store = storeOf(place);
  const missing: string[] = [];
  for (const { key } of rows) if (!(await store.has(key))) missing.push(key);
  if (missing.length === 0) return [well('files', `the newest ${rows.length} are where they belong`)];
  return [
    problem(
      'files',
      `${missing.length} of the newest ${rows.length} are not in ${place.filesDir}`,
      'Set FILES_DIR to the folder of this database, or restore a backup.',
    ),
  ];
}
