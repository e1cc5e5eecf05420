import { type DataSource, type Migration, MigrationExecutor, type QueryRunner } from 'typeorm';
import type { PoolClient } from 'pg';
import { migrationClasses } from './code-files.js';
import { createDataSource } from '../data-source.js';
import { awaitBootstrapLock, TAKE_BOOTSTRAP_LOCK } from './bootstrap-lock.js';

/** Every instance shares this one while it runs; a restore takes it alone. */
export const RUNNING_LOCK = 70_415_709;

/** A statement of a migration may read every row of a large table. */
const STATEMENT_TIMEOUT_MS = 600_000;

/** The connection with which a schema is made or changed, while nobody else does. */
export class SchemaChange {
  constructor(
    private readonly dataSource: DataSource,
    readonly runner: QueryRunner,
    /** The connection of the runner. */
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

  pending(): Promise<Migration[]> {
    return this.executor().getPendingMigrations();
  }

  /** Applies what is pending in the open transaction: all of it, or of these migrations. @returns the names */
  async apply(only?: ReadonlySet<string>): Promise<string[]> {
    return (await this.executor(only).executePendingMigrations()).map(({ name }) => name);
  }

  /** From now on these count as applied. */
  async enter(migrations: readonly Migration[]): Promise<void> {
    for (const migration of migrations) await this.executor().insertMigration(migration);
  }

  async inTransaction<T>(work: () => Promise<T>): Promise<T> {
    await this.runner.startTransaction();
    try {
      const result = await work();
      await this.runner.commitTransaction();
      return result;
    } catch (error) {
      await this.runner.rollbackTransaction();
      throw error;
    }
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
 * Changes a schema in one transaction, under a transaction-level advisory lock that dies with its owner.
 *
 * @param url a direct connection, never a transaction pooler
 * @param limitMs of one statement; 0 is no limit
 */
export async function changeSchema<T>(
  url: string,
  change: (schema: SchemaChange) => Promise<T>,
  limitMs = STATEMENT_TIMEOUT_MS,
): Promise<T> {
  return onSchema(url, limitMs, (schema) =>
    schema.inTransaction(async () => {
      await schema.runner.query(TAKE_BOOTSTRAP_LOCK);
      return change(schema);
    }),
  );
}

/**
 * Changes a schema in as many transactions as it needs.
 *
 * @param url a direct connection, never a transaction pooler
 * @throws SchemaBusy
 */
export async function changeSchemaInSteps<T>(url: string, change: (schema: SchemaChange) => Promise<T>): Promise<T> {
  return onSchema(url, STATEMENT_TIMEOUT_MS, async (schema) => {
    await awaitBootstrapLock((statement) => schema.runner.query(statement) as Promise<object[]>, { mode: 'alone' });
    return change(schema);
  });
}

async function onSchema<T>(url: string, limitMs: number, work: (schema: SchemaChange) => Promise<T>): Promise<T> {
  const answerTimeoutMs = limitMs && limitMs + 1_000;
  const dataSource = createDataSource({ url, poolMax: 1, answerTimeoutMs, migrations: await migrationClasses() });
  await dataSource.initialize();
  const runner = dataSource.createQueryRunner();
  try {
    const client = (await runner.connect()) as PoolClient;
    await runner.query(`SET statement_timeout = ${limitMs}`);
    return await work(new SchemaChange(dataSource, runner, client));
  } finally {
    await runner.release();
    await dataSource.destroy();
  }
}
