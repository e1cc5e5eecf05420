import { Injectable } from '@nestjs/common';
import type { EntityManager, QueryRunner } from 'typeorm';
import type { Pool, PoolClient, QueryResultRow } from 'pg';
import { errors } from '../errors/errors.js';
import { Config } from '../config/config.js';
import { CONNECT_TIMEOUT_MS } from './data-source.js';
import { AmbientDataSource } from './transactions/ambient-data-source.js';
import { translate } from './failures.js';
import { lentRunner, pooledRunner } from './transactions/query-runners.js';
import { type Answer, askTogether, asParameter, type Statement } from './statements/statement.js';
import { LookUps } from './statements/look-ups.js';
import { StatementNames } from './statements/statement-names.js';
import { outsideTrace } from '../tracing/tracing.js';
import type { Transaction } from './transactions/transaction.js';
import { type Frame, type TransactionOptions, Transactions } from './transactions/transactions.js';
import { Semaphore } from './transactions/semaphore.js';

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
  private readonly transactions: Transactions;
  private readonly names: StatementNames;
  private readonly pool: Pool;
  private readonly lookUps: LookUps;
  private readonly queue: Semaphore;
  private readonly maxWaiting: number;
  private readonly askAlone = async (statement: Statement) => (await askTogether(this.pool, [statement]))[0] as Answer;

  constructor(
    private readonly dataSource: AmbientDataSource,
    config: Config,
  ) {
    this.pool = dataSource.pool;
    this.lookUps = new LookUps(this.pool);
    dataSource.lendBy(() => this.queryRunner());
    this.names = new StatementNames(config.databasePreparedStatements);
    this.queue = new Semaphore(config.databasePoolMax - keptFree(config.databasePoolMax), CONNECT_TIMEOUT_MS);
    this.transactions = new Transactions(
      (options) => this.connect(options),
      (text) => this.statement(text),
    );
    this.maxWaiting = config.databasePoolMax * WAITING_PER_CONNECTION;
  }

  /** TypeORM's DataSource. Its statements take part in the open transaction, too. */
  get manager(): EntityManager {
    return this.dataSource.manager;
  }

  /** Rows as plain objects, keyed by column alias. */
  async query<R extends QueryResultRow>(text: string, values: readonly unknown[] = []): Promise<R[]> {
    return asObjects(await this.run(text, values)) as R[];
  }

  /** The number of rows that a statement touched. */
  async execute(text: string, values: readonly unknown[] = []): Promise<number> {
    return (await this.run(text, values)).count;
  }

  /** Rows as arrays, with the names of their columns: what `EntityRepository` builds its entities from. */
  arrays(text: string, values: readonly unknown[]): Promise<Answer> {
    return this.run(text, values);
  }

  /** The same, for a row by its key: outside of a transaction, it travels together with those of other requests. */
  lookUp(text: string, values: readonly unknown[]): Promise<Answer> {
    return this.run(text, values, (statement) => this.lookUps.ask(statement));
  }

  /**
   * For a write that nobody waits for: in a transaction it travels with the next statement or with COMMIT, and is what
   * those fail with. `take` has its rows when the `transaction` ends in which this is called. Outside of one it is done
   * when this ends.
   */
  async write(text: string, values: readonly unknown[], take?: (rows: QueryResultRow[]) => void): Promise<void> {
    const transaction = this.transactions.current;
    const taken = take && ((answer: Answer) => take(asObjects(answer)));
    if (transaction) {
      this.admit(transaction);
      transaction.defer(this.statement(text, values), taken);
    } else {
      const answer = await this.run(text, values);
      taken?.(answer);
    }
  }

  /** Everything inside commits together, or not at all. Joins the open transaction; joining is no savepoint. */
  transaction<T>(work: () => Promise<T>, options?: TransactionOptions): Promise<T> {
    return this.transactions.run(work, options);
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

  /** Runs work outside of the open transaction and of the trace, for work that outlives the caller. */
  outside<T>(work: () => T): T {
    return outsideTrace(() => this.transactions.outside(work));
  }

  /** Connections in use and callers waiting, for the metrics. */
  get load(): { inUse: number; waiting: number } {
    return { inUse: this.pool.totalCount - this.pool.idleCount, waiting: this.waiting };
  }

  private async run(text: string, values: readonly unknown[], ask = this.askAlone): Promise<Answer> {
    const transaction = this.transactions.current;
    this.admit(transaction);
    const statement = this.statement(text, values);
    try {
      return await (transaction ? transaction.send(statement) : ask(statement));
    } catch (error) {
      throw translate(error);
    }
  }

  private statement(text: string, values?: readonly unknown[]): Statement {
    return { name: this.names.of(text), text, values: values?.map(asParameter) };
  }

  private queryRunner(): QueryRunner {
    const transaction = this.transactions.current;
    if (!transaction) return pooledRunner(this.dataSource, () => this.admit(transaction));
    return (transaction.runner ??= lentRunner(this.dataSource, transaction.client, () => {
      this.admit(transaction);
      return transaction.flush();
    }));
  }

  private admit(transaction: Transaction | undefined): void {
    if (transaction?.over) throw new Error('This transaction is over: something in it was not awaited.');
    if (!transaction) this.refuseCrowd();
  }

  private async connect({ skipsQueue }: TransactionOptions): Promise<PoolClient> {
    this.refuseCrowd();
    if (skipsQueue) return this.connectNow();
    await this.queue.acquire();
    try {
      return releasing(await this.connectNow(), this.queue);
    } catch (error) {
      this.queue.release();
      throw error;
    }
  }

  private async connectNow(): Promise<PoolClient> {
    try {
      return outlivesLoss(await this.pool.connect());
    } catch (error) {
      throw translate(error);
    }
  }

  private get waiting(): number {
    return this.pool.waitingCount + this.queue.waiting;
  }

  private refuseCrowd(): void {
    if (this.waiting >= this.maxWaiting) throw errors.overloaded();
  }
}

/**
 * Connections that transactions of requests leave free, for single statements and for the courier. Otherwise each of
 * them would wait behind all those transactions, and followers would hear of a change seconds later.
 */
function keptFree(poolMax: number): number {
  return Math.min(2, Math.floor(poolMax / 4));
}

/** With the connection, its permit goes back, too. The pool gives a connection another `release` each time. */
function releasing(client: PoolClient, permits: Semaphore): PoolClient {
  const release = client.release.bind(client);
  client.release = (error) => {
    release(error); // It throws where it is called twice: a permit goes back once.
    permits.release();
  };
  return client;
}

function asObjects({ columns, rows }: Answer): QueryResultRow[] {
  return rows.map((row) => asObject(columns, row));
}

function asObject(columns: readonly string[], row: readonly unknown[]): QueryResultRow {
  const object: QueryResultRow = {};
  for (let i = 0; i < columns.length; i++) object[columns[i] as string] = row[i];
  return object;
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
