import { type DataSource, MigrationExecutor } from 'typeorm';
import { migrationClasses } from './code-files.js';
import { createDataSource } from './data-source.js';
import { NewerSchema } from './newer-schema.js';

/** The advisory lock that migrations and bootstrap share. The number is arbitrary. */
const BOOTSTRAP_LOCK = 70_415_701;

/** A statement of a migration may read every row of a large table. */
const STATEMENT_TIMEOUT_MS = 600_000;

/**
 * Applies what is pending, once, however many instances start together: all of it in one transaction under a
 * transaction-level advisory lock, which also works behind a transaction pooler and dies with its owner.
 *
 * @param url a direct connection, never a transaction pooler
 * @param say hears what is about to be applied to a database that is in use
 * @returns the names of the migrations that were applied
 * @throws NewerSchema where the database has some that are not ours; nothing was changed
 * @spec SPEC-012.32
 */
export async function migrate(url: string, say: (line: string) => void = () => undefined): Promise<string[]> {
  const answerTimeoutMs = STATEMENT_TIMEOUT_MS + 1_000;
  const dataSource = createDataSource({ url, poolMax: 1, answerTimeoutMs, migrations: await migrationClasses() });
  await dataSource.initialize();
  try {
    return await applyPending(dataSource, say);
  } finally {
    await dataSource.destroy();
  }
}

async function applyPending(dataSource: DataSource, say: (line: string) => void): Promise<string[]> {
  const runner = dataSource.createQueryRunner();
  await runner.connect();
  await runner.startTransaction();
  try {
    await runner.query(`SET LOCAL statement_timeout = ${STATEMENT_TIMEOUT_MS}`);
    await runner.query('SELECT pg_advisory_xact_lock($1)', [BOOTSTRAP_LOCK]);
    const executor = new MigrationExecutor(dataSource, runner);
    executor.transaction = 'none';
    const executed = await executor.getExecutedMigrations();
    refuseNewer(executed, dataSource);
    if (executed.length > 0) announce(await executor.getPendingMigrations(), say);
    const applied = await executor.executePendingMigrations();
    await runner.commitTransaction();
    return applied.map(({ name }) => name);
  } catch (error) {
    await runner.rollbackTransaction();
    throw error;
  } finally {
    await runner.release();
  }
}

function announce(pending: readonly { name: string }[], say: (line: string) => void): void {
  if (pending.length === 0) return;
  const names = pending.map(({ name }) => name).join(', ');
  say(`Migrating the database: ${names}. With many rows this takes minutes; whoever writes waits meanwhile.`);
}

function refuseNewer(executed: readonly { name: string }[], { migrations }: DataSource): void {
  const known = new Set(migrations.map((migration) => migration.constructor.name));
  const unknown = executed.map(({ name }) => name).filter((name) => !known.has(name));
  if (unknown.length > 0) throw new NewerSchema(unknown);
}

/** Bootstrap waits for the lock with this statement, inside a transaction. */
export const TAKE_BOOTSTRAP_LOCK = `SELECT pg_advisory_xact_lock(${BOOTSTRAP_LOCK})`;
