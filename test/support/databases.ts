import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { migrationClasses } from '../../src/platform/database/schema/code-files.js';
import { createDataSource } from '../../src/platform/database/data-source.js';

export interface TestDatabase {
  url: string;
  /** Ends whatever is still connected. */
  drop(): Promise<void>;
}

/** A migrated database of its own, as the first start leaves it before bootstrap; about 30 ms. */
export async function cloneDatabase(): Promise<TestDatabase> {
  const template = new URL(templateUrl());
  const name = `test_${process.env.JEST_WORKER_ID ?? 0}_${randomBytes(6).toString('hex')}`;
  await onServer(`CREATE DATABASE ${name} TEMPLATE ${template.pathname.slice(1)} STRATEGY FILE_COPY`);
  return { url: at(name), drop: () => dropDatabase(name) };
}

const AUTOVACUUM_LEAVES_WITHIN_MS = 20_000;
const INSUFFICIENT_PRIVILEGE = '42501';

/** An autovacuum worker belongs to the server: it may not be sent away by us, and leaves by itself. */
async function dropDatabase(name: string): Promise<void> {
  const deadline = Date.now() + AUTOVACUUM_LEAVES_WITHIN_MS;
  for (;;) {
    try {
      return await onServer(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    } catch (error) {
      if ((error as { code?: string }).code !== INSUFFICIENT_PRIVILEGE || Date.now() > deadline) throw error;
      await sleep(200);
    }
  }
}

/** Runs a statement beside every database that a test works in. */
export async function onServer(statement: string): Promise<void> {
  const client = new Client({
    connectionString: at('postgres'),
    connectionTimeoutMillis: 60_000,
    query_timeout: 60_000,
  });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

function at(database: string): string {
  return Object.assign(new URL(templateUrl()), { pathname: `/${database}` }).href;
}

function templateUrl(): string {
  const url = process.env.FASTTRACK_TEST_DATABASE;
  if (!url)
    throw new Error('No test server: run the tests through jest, which starts one (test/support/global-setup.ts).');
  return url;
}

/**
 * Takes the database back to before this migration, by the `down` of every one since then, the newest first. `migrate`
 * brings it back.
 */
export async function goBackBefore(url: string, { name: first }: { name: string }): Promise<void> {
  const dataSource = createDataSource({ url, poolMax: 1, migrations: await migrationClasses() });
  await dataSource.initialize();
  try {
    const undone = await dataSource.query<{ name: string }[]>(
      `SELECT name FROM migrations
       WHERE timestamp >= (SELECT timestamp FROM migrations WHERE name = $1) ORDER BY timestamp DESC`,
      [first],
    );
    if (undone.length === 0) throw new Error(`There is no migration ${first}.`);
    for (let count = 0; count < undone.length; count++) await dataSource.undoLastMigration({ transaction: 'each' });
  } finally {
    await dataSource.destroy();
  }
}
