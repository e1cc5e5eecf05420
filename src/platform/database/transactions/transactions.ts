import { AsyncLocalStorage } from 'node:async_hooks';
import type { PoolClient } from 'pg';
import { AppError } from '../../errors/app-error.js';
import { breaksConnection, translate } from '../failures.js';
import type { Statement } from '../statements/statement.js';
import { Transaction, Words } from './transaction.js';

/** Work whose transactions are joined into one, which begins with the first of them. */
class Unit {
  /** Set when the transaction begins; rejected if that failed, also for every later step. */
  begun: Promise<Transaction> | undefined;
  transaction: Transaction | undefined;

  constructor(readonly first: () => Promise<void>) {}
}

/** What `inOneTransaction` does beside the work. */
export interface Frame<T> {
  /** Runs first in the transaction. */
  first: () => Promise<void>;
  /** Runs in the transaction after the work, with its result, and commits together with it. */
  last: (result: T) => Promise<void>;
}

export interface TransactionOptions {
  /** It does not wait for those of requests. */
  skipsQueue?: boolean;
}

/** Keeps the open transaction of each calling code path. */
export class Transactions {
  private readonly open = new AsyncLocalStorage<Transaction | Unit | undefined>();
  private count = 0;

  private readonly words: Words;

  constructor(
    private readonly connect: (options: TransactionOptions) => Promise<PoolClient>,
    statement: (text: string) => Statement,
  ) {
    this.words = new Words(statement);
  }

  get current(): Transaction | undefined {
    const open = this.open.getStore();
    return open instanceof Unit ? open.transaction : open;
  }

  /** Joins the open one; joining is no savepoint. */
  async run<T>(work: () => Promise<T>, options: TransactionOptions = {}): Promise<T> {
    const open = this.open.getStore();
    if (open instanceof Transaction) return settling(open, work);
    return open ? this.step(open, work) : this.runOwn(work, options);
  }

  async runBefore<T>(work: () => Promise<T>): Promise<T> {
    const open = this.open.getStore();
    return open instanceof Unit && !open.begun ? this.runOwn(work) : this.run(work);
  }

  async runInOne<T>({ first, last }: Frame<T>, work: () => Promise<T>): Promise<T> {
    if (this.open.getStore()) throw new Error('This is no place inside a transaction.');
    const unit = new Unit(first);
    this.count++;
    try {
      return await this.open.run(unit, () => this.finish(unit, last, work));
    } finally {
      this.uncount();
    }
  }

  /** Leaves the open transaction: for work that outlives the caller. */
  outside<T>(work: () => T): T {
    return this.count === 0 ? work() : this.open.exit(work);
  }

  private async runOwn<T>(work: () => Promise<T>, options: TransactionOptions = {}): Promise<T> {
    const transaction = await this.begin(options);
    this.count++;
    try {
      const result = await this.open.run(transaction, work);
      await this.commit(transaction);
      return result;
    } catch (error) {
      throw await this.abandon(transaction, error);
    } finally {
      this.uncount();
    }
  }

  private async finish<T>(unit: Unit, last: (result: T) => Promise<void>, work: () => Promise<T>): Promise<T> {
    try {
      const result = await work();
      await this.step(unit, () => last(result));
      await this.commit(unit.transaction as Transaction);
      return result;
    } catch (error) {
      if (!unit.transaction) throw error;
      const isRefusal = error instanceof AppError && error.kind !== 'unavailable';
      if (!isRefusal || unit.transaction.over) throw await this.abandon(unit.transaction, error);
      await this.commit(unit.transaction);
      throw error;
    }
  }

  /** A step of the joined transaction. Transactions inside it join it. */
  private async step<T>(unit: Unit, work: () => Promise<T>): Promise<T> {
    const transaction = await (unit.begun ??= this.beginUnit(unit));
    const before = transaction.afterCommit.length;
    await transaction.send(this.words.save);
    try {
      const result = await this.open.run(transaction, () => settling(transaction, work));
      transaction.defer(this.words.release);
      return result;
    } catch (error) {
      transaction.afterCommit.length = before;
      await transaction.goBack();
      throw error;
    }
  }

  private async beginUnit(unit: Unit): Promise<Transaction> {
    unit.transaction = await this.begin();
    await this.open.run(unit.transaction, unit.first);
    return unit.transaction;
  }

  private async begin(options: TransactionOptions = {}): Promise<Transaction> {
    return new Transaction(await this.connect(options), this.words);
  }

  private async commit(transaction: Transaction): Promise<void> {
    transaction.over = true;
    try {
      await transaction.commit();
    } catch (error) {
      throw await this.giveBack(transaction, error);
    }
    transaction.client.release();
    this.open.exit(() => transaction.afterCommit.forEach((task) => task()));
  }

  /** @returns what to throw */
  private async abandon(transaction: Transaction, error: unknown): Promise<unknown> {
    if (transaction.over) return error;
    transaction.over = true;
    return this.giveBack(transaction, error);
  }

  /** A connection on which the rollback failed is not used again. */
  private async giveBack(transaction: Transaction, error: unknown): Promise<unknown> {
    const failure = translate(error);
    transaction.client.release(
      breaksConnection(failure) ? (failure as Error) : await failureOf(transaction.rollback()),
    );
    return failure;
  }

  /** While it is enabled, Node 20 runs a hook for every promise, which is a tenth of the cost of a read. */
  private uncount(): void {
    if (--this.count === 0) this.open.disable();
  }
}

/** Whoever called `transaction` finds what was saved in it as it is in the database, also where it commits later. */
async function settling<T>(transaction: Transaction, work: () => Promise<T>): Promise<T> {
  const result = await work();
  try {
    await transaction.settle();
  } catch (error) {
    throw translate(error);
  }
  return result;
}

async function failureOf(work: Promise<void>): Promise<Error | undefined> {
  try {
    await work;
    return undefined;
  } catch (error) {
    return error as Error;
  }
}
