import { AsyncLocalStorage } from 'node:async_hooks';
import { Injectable } from '@nestjs/common';
import type { EntityManager, QueryRunner } from 'typeorm';
import type { Pool, PoolClient, QueryConfig, QueryResult, QueryResultRow } from 'pg';
import { AppError } from '../errors/app-error.js';
import { errors } from '../errors/errors.js';
import { Config } from '../config/config.js';
import { AmbientDataSource } from './ambient-data-source.js';
import { breaksConnection, translate } from './failures.js';
import { lentRunner, pooledRunner } from './query-runners.js';
import { StatementNames } from './statement-names.js';

interface Transaction {
  client: PoolClient;
  afterCommit: (() => void)[];
  over: boolean;
  /** Inside `around`: what would be a transaction of its own is a savepoint. */
  hasSteps: boolean;
  /** Made when TypeORM asks for it first. */
  runner?: QueryRunner;
}

/** How many callers may wait for a connection, per connection of the pool; the next one is refused at once. */
export const WAITING_PER_CONNECTION = 100;

/**
 * The one way to PostgreSQL. A statement runs on the open transaction of the calling code path, or on any
 * connection of the pool.
 *
 * @throws AppError `overloaded` where no connection comes free in time, `database_unavailable` where the server is
 *   away; a violated constraint becomes the error that its owner gave to `mapConstraint`.
 */
@Injectable()
export class Database {
  private readonly open = new AsyncLocalStorage<Transaction | undefined>();
  private transactions = 0;
  private readonly names: StatementNames;
  private readonly pool: Pool;
  private readonly maxWaiting: number;

  constructor(
    private readonly dataSource: AmbientDataSource,
    config: Config,
  ) {
    this.pool = dataSource.pool;
    dataSource.lendBy(() => this.queryRunner());
    this.names = new StatementNames(config.databasePreparedStatements);
    this.maxWaiting = config.databasePoolMax * WAITING_PER_CONNECTION;
  }

  /** TypeORM's way in; what runs through it takes part in the open transaction too. */
  get manager(): EntityManager {
    return this.dataSource.manager;
  }

  /** Rows as plain objects, keyed by column alias. */
  async query<R extends QueryResultRow>(text: string, values: readonly unknown[] = []): Promise<R[]> {
    return (await this.run<R>({ name: this.names.of(text), text, values: values as unknown[] })).rows;
  }

  /** The number of rows that a statement touched. */
  async execute(text: string, values: readonly unknown[] = []): Promise<number> {
    return (await this.run({ name: this.names.of(text), text, values: values as unknown[] })).rowCount ?? 0;
  }

  /** Rows as arrays, with the names of their columns: what `Table` builds its objects from. */
  async arrays(text: string, values: readonly unknown[]): Promise<{ fields: { name: string }[]; rows: unknown[][] }> {
    const config = { name: this.names.of(text), text, values: values as unknown[], rowMode: 'array' as const };
    return (await this.run(config)) as unknown as { fields: { name: string }[]; rows: unknown[][] };
  }

  /** Everything inside commits together, or not at all. Joins the open transaction; joining is no savepoint. */
  async transaction<T>(work: () => Promise<T>): Promise<T> {
    const joined = this.open.getStore();
    if (joined) return joined.hasSteps ? this.step(joined, work) : work();
    const transaction: Transaction = { client: await this.connect(), afterCommit: [], over: false, hasSteps: false };
    this.transactions++;
    try {
      const result = await this.open.run(transaction, () => this.within(transaction, work));
      this.open.exit(() => transaction.afterCommit.forEach((task) => task()));
      return result;
    } finally {
      // While it is enabled, Node 20 runs a hook for every promise of the program: a tenth of what a read costs.
      if (--this.transactions === 0) this.open.disable();
    }
  }

  /**
   * One transaction around several: each `transaction` inside is a step that stands or falls by itself, and a refusal
   * (an AppError) ends the work but not what its steps had done.
   */
  async around<T>(work: () => Promise<T>): Promise<T> {
    const outcome = await this.transaction(async () => {
      (this.open.getStore() as Transaction).hasSteps = true;
      try {
        return { value: await work() };
      } catch (error) {
        if (error instanceof AppError && error.kind !== 'unavailable') return error;
        throw error;
      }
    });
    if (outcome instanceof AppError) throw outcome;
    return outcome.value;
  }

  /** Runs after the open transaction committed, or at once where none is open; never after a rollback. */
  afterCommit(task: () => void): void {
    const transaction = this.open.getStore();
    if (transaction) transaction.afterCommit.push(task);
    else task();
  }

  /** Leaves the open transaction: for work that outlives the caller. */
  outside<T>(work: () => T): T {
    return this.transactions === 0 ? work() : this.open.exit(work);
  }

  /** Connections in use and callers waiting, for the metrics. */
  get load(): { inUse: number; waiting: number } {
    return { inUse: this.pool.totalCount - this.pool.idleCount, waiting: this.pool.waitingCount };
  }

  /** While it runs, transactions inside join it as they would join a real one. */
  private async step<T>(transaction: Transaction, work: () => Promise<T>): Promise<T> {
    const before = transaction.afterCommit.length;
    transaction.hasSteps = false;
    await transaction.client.query('SAVEPOINT step');
    try {
      const result = await work();
      await transaction.client.query('RELEASE SAVEPOINT step');
      return result;
    } catch (error) {
      transaction.afterCommit.length = before;
      await transaction.client.query('ROLLBACK TO SAVEPOINT step');
      throw error;
    } finally {
      transaction.hasSteps = true;
    }
  }

  private async within<T>(transaction: Transaction, work: () => Promise<T>): Promise<T> {
    const { client } = transaction;
    let broken: Error | undefined;
    try {
      await client.query('BEGIN');
      const result = await work();
      transaction.over = true;
      await client.query('COMMIT');
      return result;
    } catch (error) {
      transaction.over = true;
      const failure = translate(error);
      broken = breaksConnection(failure) ? (failure as Error) : await this.rollback(client);
      throw failure;
    } finally {
      client.release(broken);
    }
  }

  /** A connection that can't even roll back is not given to anyone else. */
  private async rollback(client: PoolClient): Promise<Error | undefined> {
    try {
      await client.query('ROLLBACK');
      return undefined;
    } catch (error) {
      return error as Error;
    }
  }

  private async run<R extends QueryResultRow>(config: QueryConfig): Promise<QueryResult<R>> {
    const transaction = this.open.getStore();
    this.admit(transaction);
    try {
      return await (transaction?.client ?? this.pool).query<R>(config);
    } catch (error) {
      throw translate(error);
    }
  }

  private queryRunner(): QueryRunner {
    const transaction = this.open.getStore();
    const admit = () => this.admit(transaction);
    if (!transaction) return pooledRunner(this.dataSource, admit);
    return (transaction.runner ??= lentRunner(this.dataSource, transaction.client, admit));
  }

  private admit(transaction: Transaction | undefined): void {
    if (transaction?.over) throw new Error('This transaction is over: something in it was not awaited.');
    if (!transaction) this.refuseCrowd();
  }

  private async connect(): Promise<PoolClient> {
    this.refuseCrowd();
    try {
      return outlivesLoss(await this.pool.connect());
    } catch (error) {
      throw translate(error);
    }
  }

  private refuseCrowd(): void {
    if (this.pool.waitingCount >= this.maxWaiting) throw errors.overloaded();
  }
}

/**
 * A connection that is lost while it is lent also says so by an event, which ends the program where nobody listens. The
 * statement on its way, or the next one, fails and tells whom it concerns.
 */
function outlivesLoss(client: PoolClient): PoolClient {
  if (!client.listeners('error').includes(ignore)) client.on('error', ignore);
  return client;
}

const ignore = () => undefined;
