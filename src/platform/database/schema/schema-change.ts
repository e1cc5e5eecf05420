import { type DataSource, MigrationExecutor, type QueryRunner } from 'typeorm';
import type { PoolClient } from 'pg';
import { migrationClasses } from './code-files.js';
import { createDataSource } from '../data-source.js';

/** The advisory lock that migrations and bootstrap share. The number is arbitrary. */
export const BOOTSTRAP_LOCK = 70_415_701;
/** Every instance shares this one while it runs; a restore takes it alone. */
export const RUNNING_LOCK = 70_415_709;

/** A statement of a migration may read every row of a large table. */
const STATEMENT_TIMEOUT_MS = 600_000;

/** Bootstrap waits for the lock with this statement, inside a transaction. */
export const TAKE_BOOTSTRAP_LOCK = `SELECT pg_advisory_xact_lock(${BOOTSTRAP_LOCK})`;

const TABLES = `
  SELECT string_agg(oid::regclass::text, ', ' ORDER BY relname) AS tables FROM pg_class
  WHERE relnamespace = current_schema()::regnamespace AND relkind = 'r'`;

/** The open transaction in which a schema is made or changed. */
export class SchemaChange {
  constructor(
    private readonly dataSource: DataSource,
    private readonly runner: QueryRunner,
    /** The connection of the transaction. */
    readonly client: PoolClient,
  ) {}

  /** Every migration of this program, the oldest first. */
  get known(): string[] {
    return this.dataSource.migrations.map((migration) => migration.constructor.name);
  }

  unknownOf(names: readonly string[]): string[] {
    const known = new Set(this.known);
    return names.filter((name) => !known.has(name));
  }

  async executed(): Promise<string[]> {
    return (await this.executor().getExecutedMigrations()).map(({ name }) => name);
  }

  async pending(): Promise<string[]> {
    return (await this.executor().getPendingMigrations()).map(({ name }) => name);
  }

  /** Applies what is pending: all of it, or of these migrations. @returns the names */
  async apply(only?: ReadonlySet<string>): Promise<string[]> {
    return (await this.executor(only).executePendingMigrations()).map(({ name }) => name);
  }

  /** From now on nobody else reads or writes: the work that follows can wait for nobody. */
  async lockTables(): Promise<void> {
    const { rows } = await this.client.query<{ tables: string | null }>(TABLES);
    if (rows[0]?.tables) await this.client.query(`LOCK TABLE ${rows[0].tables} IN ACCESS EXCLUSIVE MODE`);
  }

  private executor(only?: ReadonlySet<string>): MigrationExecutor {
    const migrations = this.dataSource.migrations.filter(({ constructor }) => !only || only.has(constructor.name));
    const view = Object.create(this.dataSource, { migrations: { value: migrations } }) as DataSource;
    const executor = new MigrationExecutor(view, this.runner);
    executor.transaction = 'none';
    return executor;
  }
}

/**
 * Changes a schema while nobody else does: all of it in one transaction under a transaction-level advisory lock, which
 * also works behind a transaction pooler and dies with its owner.
 *
 * @param url a direct connection, never a transaction pooler
 * @param limitMs of one statement; 0 is no limit
 */
export async function changeSchema<T>(
  url: string,
  change: (schema: SchemaChange) => Promise<T>,
  limitMs = STATEMENT_TIMEOUT_MS,
): Promise<T> {
  const answerTimeoutMs = limitMs && limitMs + 1_000;
  const dataSource = createDataSource({ url, poolMax: 1, answerTimeoutMs, migrations: await migrationClasses() });
  await dataSource.initialize();
  try {
    return await inTransaction(dataSource, change, limitMs);
  } finally {
    await dataSource.destroy();
  }
}

async function inTransaction<T>(
  dataSource: DataSource,
  change: (schema: SchemaChange) => Promise<T>,
  limitMs: number,
): Promise<T> {
  const runner = dataSource.createQueryRunner();
  const client = (await runner.connect()) as PoolClient;
  await runner.startTransaction();
  try {
    await runner.query(`SET LOCAL statement_timeout = ${limitMs}`);
    await runner.query(TAKE_BOOTSTRAP_LOCK);
    const result = await change(new SchemaChange(dataSource, runner, client));
    await runner.commitTransaction();
    return result;
  } catch (error) {
    await runner.rollbackTransaction();
    throw error;
  } finally {
    await runner.release();
  }
}
