import type { QueryRunner } from 'typeorm';
import { PostgresQueryRunner } from 'typeorm/driver/postgres/PostgresQueryRunner.js';
import type { PoolClient } from 'pg';
import type { AmbientDataSource } from './ambient-data-source.js';
import { breaksConnection, translate } from '../failures.js';
import { inTime } from '../statements/line.js';

type Question = Parameters<PostgresQueryRunner['query']>;
type Answer = ReturnType<PostgresQueryRunner['query']>;

/** What comes before a statement: it may be refused, and what waited for it is sent. */
type Admit = () => void | Promise<void>;

/** TypeORM's own runner, but that `admit` comes first, that it has a limit, and fails as everywhere else. */
class AdmittedQueryRunner extends PostgresQueryRunner {
  constructor(
    dataSource: AmbientDataSource,
    private readonly admit: Admit,
  ) {
    super(dataSource.postgres, 'master');
  }

  override async query(...question: Question): Answer {
    try {
      await this.admit();
      return await inTime(super.query(...question));
    } catch (error) {
      const failure = translate(error);
      if (breaksConnection(failure)) this.discard(failure);
      throw failure;
    }
  }

  /** A connection on which a late answer may arrive does not go back to the pool. */
  private discard(failure: unknown): void {
    this.releaseCallback?.(failure);
    this.releaseCallback = undefined;
  }
}

/** Uses the connection of an open transaction. The code that opened the transaction releases it. */
class LentQueryRunner extends AdmittedQueryRunner {
  constructor(dataSource: AmbientDataSource, client: PoolClient, admit: Admit) {
    super(dataSource, admit);
    this.databaseConnection = client;
    this.isTransactionActive = true;
    this.transactionDepth = 1;
  }

  /** The savepoint of a transaction that TypeORM began inside, never the transaction itself. */
  override async commitTransaction(): Promise<void> {
    this.requireNested();
    await super.commitTransaction();
  }

  override async rollbackTransaction(): Promise<void> {
    this.requireNested();
    await super.rollbackTransaction();
  }

  override release(): Promise<void> {
    return Promise.resolve();
  }

  override [Symbol.asyncDispose](): Promise<void> {
    return Promise.resolve();
  }

  private requireNested(): void {
    if (this.transactionDepth < 2) throw new Error('Only `Database.transaction` ends the transaction that it began.');
  }
}

/** A runner on any connection of the pool. The caller releases it. */
export function pooledRunner(dataSource: AmbientDataSource, admit: Admit): QueryRunner {
  return managed(dataSource, new AdmittedQueryRunner(dataSource, admit));
}

/** A runner on the connection of an open transaction. Concurrent statements run one after the other. */
export function lentRunner(dataSource: AmbientDataSource, client: PoolClient, admit: Admit): QueryRunner {
  return managed(dataSource, new LentQueryRunner(dataSource, client, admit));
}

/** A manager makes itself the runner's own. */
function managed(dataSource: AmbientDataSource, runner: QueryRunner): QueryRunner {
  dataSource.createEntityManager(runner);
  return runner;
}
