import { DataSource, type QueryRunner } from 'typeorm';
import { PostgresDriver } from 'typeorm/driver/postgres/PostgresDriver.js';
import pg from 'pg';

type Mode = Parameters<DataSource['createQueryRunner']>[0];

/**
 * A DataSource whose statements take part in the open transaction of the calling code path. Repositories, managers and
 * query builders that were given no query runner ask here for one.
 */
export class AmbientDataSource extends DataSource {
  private lend?: () => QueryRunner;

  /** From now on, `lend` decides on which connection such a statement runs. */
  lendBy(lend: () => QueryRunner): void {
    this.lend = lend;
  }

  override createQueryRunner(mode: Mode = 'master'): QueryRunner {
    return this.lend ? this.lend() : super.createQueryRunner(mode);
  }

  get postgres(): PostgresDriver {
    if (this.driver instanceof PostgresDriver) return this.driver;
    throw new Error('The program speaks to PostgreSQL only.');
  }

  get pool(): pg.Pool {
    const pool: unknown = this.postgres.master;
    if (pool instanceof pg.Pool) return pool;
    throw new Error('The database is not connected yet.');
  }
}
