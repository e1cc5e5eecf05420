import { Injectable } from '@nestjs/common';
import type { EntityManager, QueryRunner } from 'typeorm';
import type { Pool, PoolClient, QueryConfig, QueryResult, QueryResultRow } from 'pg';
import { errors } from '../errors/errors.js';
import { Config } from '../config/config.js';
import { AmbientDataSource } from './ambient-data-source.js';
import { translate } from './failures.js';
import { lentRunner, pooledRunner } from './query-runners.js';
import { StatementNames } from './statement-names.js';
import { type Frame, type Transaction, Transactions } from './transactions.js';

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
  private readonly transactions = new Transactions(() => this.connect());
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

  /** TypeORM's DataSource. Its statements take part in the open transaction, too. */
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

  /** Rows as arrays, with the names of their columns: what `EntityRepository` builds its entities from. */
  async arrays(text: string, values: readonly unknown[]): Promise<{ fields: { name: string }[]; rows: unknown[][] }> {
    const config = { name: this.names.of(text), text, values: values as unknown[], rowMode: 'array' as const };
    return (await this.run(config)) as unknown as { fields: { name: string }[]; rows: unknown[][] };
  }

  /** Everything inside commits together, or not at all. Joins the open transaction; joining is no savepoint. */
  transaction<T>(work: () => Promise<T>): Promise<T> {
    return this.transactions.run(work);
  }

  /**
   * Runs work whose transactions are joined into one. It begins with the first `transaction` inside; before that, each
   * statement commits by itself and no connection is held. Each `transaction` is a step that succeeds or fails by
   * itself. A refusal (an AppError) ends the work, but keeps the effects of completed steps. It commits at the end of
   * the work.
   */
  inOneTransaction<T>(frame: Frame<T>, work: () => Promise<T>): Promise<T> {
    return this.transactions.runInOne(frame, work);
  }

  /** A transaction outside of `inOneTransaction`: it commits whatever happens afterwards. */
  transactionBefore<T>(work: () => Promise<T>): Promise<T> {
    return this.transactions.runBefore(work);
  }

  /** Runs after the open transaction committed, or at once where none is open; never after a rollback. */
  afterCommit(task: () => void): void {
    const transaction = this.transactions.current;
    if (transaction) transaction.afterCommit.push(task);
    else task();
  }

  /** Runs work outside of the open transaction, for work that outlives the caller. */
  outside<T>(work: () => T): T {
    return this.transactions.outside(work);
  }

  /** Connections in use and callers waiting, for the metrics. */
  get load(): { inUse: number; waiting: number } {
    return { inUse: this.pool.totalCount - this.pool.idleCount, waiting: this.pool.waitingCount };
  }

  private async run<R extends QueryResultRow>(config: QueryConfig): Promise<QueryResult<R>> {
    const transaction = this.transactions.current;
    this.admit(transaction);
    try {
      return await (transaction?.client ?? this.pool).query<R>(config);
    } catch (error) {
      throw translate(error);
    }
  }

  private queryRunner(): QueryRunner {
    const transaction = this.transactions.current;
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
 * The loss of a connection in use also emits an event, which would end the program if nobody handled it. The caller
 * gets the error from the current or the next statement.
 */
function outlivesLoss(client: PoolClient): PoolClient {
  if (!client.listeners('error').includes(ignore)) client.on('error', ignore);
  return client;
}

const ignore = () => undefined;
