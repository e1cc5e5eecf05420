import type { MigrationInterface, QueryRunner } from 'typeorm';
import { briefly, isInTheWay } from './brief-transaction.js';
import { isDone, keepSteps, noteDone } from './migration-steps.js';

const INVALID = 'SELECT FROM pg_index WHERE indexrelid = to_regclass($1) AND NOT indisvalid';

/**
 * For a migration of tables that may be large, which says `transaction = false`: it is made in steps, each a transaction
 * of a moment, so that an instance that works meanwhile waits for none of them for long. A step that is done is not done
 * again when a migration that was interrupted goes on.
 *
 * Where a schema is made from nothing, or a backup is restored, everything is one transaction already, and so are these.
 */
export class Steps {
  private readonly migration: string;

  constructor(
    private readonly runner: QueryRunner,
    { constructor }: MigrationInterface,
  ) {
    this.migration = constructor.name;
  }

  /** One transaction. It may be begun again, so it changes nothing but the database. */
  async once(step: string, work: () => Promise<unknown>): Promise<void> {
    await this.unlessDone(
      step,
      async () => {
        await briefly(this.runner, async () => {
          await work();
          await noteDone(this.runner, this.migration, step);
        });
      },
      work,
    );
  }

  /**
   * Rows, some at a time, in the order of their ids.
   *
   * @param batch a transaction that does the first ones after an id. @returns the last one, or undefined after the end
   */
  async batches(step: string, batch: (after: number) => Promise<number | undefined>): Promise<void> {
    const all = async (one: typeof batch) => {
      for (let after: number | undefined = 0; after !== undefined;) after = await one(after);
    };
    await this.unlessDone(
      step,
      async () => {
        await all((after) => briefly(this.runner, () => batch(after)));
        await noteDone(this.runner, this.migration, step);
      },
      () => all(batch),
    );
  }

  /** An index for which nobody waits. @param on what follows the name: `ON table (columns)` */
  async index(name: string, on: string, kind: 'INDEX' | 'UNIQUE INDEX' = 'INDEX'): Promise<void> {
    const inOneGo = () => this.runner.query(`CREATE ${kind} ${name} ${on}`);
    await this.unlessDone(
      `index ${name}`,
      async () => {
        await this.concurrently(name, `CREATE ${kind} CONCURRENTLY IF NOT EXISTS ${name} ${on}`, inOneGo);
        await noteDone(this.runner, this.migration, `index ${name}`);
      },
      inOneGo,
    );
  }

  /** A unique constraint for which nobody waits. @param more such as DEFERRABLE */
  async unique(table: string, name: string, columns: string, more = ''): Promise<void> {
    await this.index(name, `ON ${table} (${columns})`, 'UNIQUE INDEX');
    await this.once(`constraint ${name}`, () =>
      this.runner.query(`ALTER TABLE ${table} ADD CONSTRAINT ${name} UNIQUE USING INDEX ${name} ${more}`),
    );
  }

  /** Of a constraint that was added as NOT VALID: the rows are looked at while others write. */
  async validate(table: string, constraint: string): Promise<void> {
    await this.once(`valid ${constraint}`, () =>
      this.runner.query(`ALTER TABLE ${table} VALIDATE CONSTRAINT ${constraint}`),
    );
  }

  /** The rows are looked at while others write; then PostgreSQL takes the check for it, and looks at none. */
  async notNull(table: string, column: string): Promise<void> {
    const check = `${table}_${column}_is_there`;
    await this.once(`check ${check}`, () =>
      this.runner.query(`ALTER TABLE ${table} ADD CONSTRAINT ${check} CHECK (${column} IS NOT NULL) NOT VALID`),
    );
    await this.validate(table, check);
    await this.once(`not null ${column} of ${table}`, async () => {
      await this.runner.query(`ALTER TABLE ${table} ALTER COLUMN ${column} SET NOT NULL`);
      await this.runner.query(`ALTER TABLE ${table} DROP CONSTRAINT ${check}`);
    });
  }

  private async unlessDone(
    step: string,
    work: () => Promise<unknown>,
    inOneTransaction: () => Promise<unknown>,
  ): Promise<void> {
    if (this.runner.isTransactionActive) {
      await inOneTransaction();
      return;
    }
    await keepSteps(this.runner);
    if (!(await isDone(this.runner, this.migration, step))) await work();
  }

  /**
   * An instance of the version before that starts meanwhile waits for the migrations with a statement, and the index waits
   * for every statement: PostgreSQL ends one of the two. Where that is the index, it is made in one go, and whoever writes
   * waits.
   */
  private async concurrently(name: string, create: string, inOneGo: () => Promise<unknown>): Promise<void> {
    const invalid = (await this.runner.query(INVALID, [name])) as unknown[];
    if (invalid.length > 0) await this.runner.query(`DROP INDEX CONCURRENTLY ${name}`);
    try {
      await this.runner.query(create);
    } catch (error) {
      if (!isInTheWay(error)) throw error;
      await briefly(this.runner, async () => {
        await this.runner.query(`DROP INDEX IF EXISTS ${name}`);
        await inOneGo();
      });
    }
  }
}
