import type { PoolClient } from 'pg';
import type { QueryRunner } from 'typeorm';
import { type Answer, askTogether, type Statement } from '../statements/statement.js';

/** A statement that has not been sent. */
interface Waiting {
  statement: Statement;
  take?: (answer: Answer) => void;
  refuse?: (error: unknown) => void;
}

/**
 * An open transaction on its own connection. What is asked for in one turn of the event loop travels together, with BEGIN
 * and what is deferred before it: each journey of its own would cost as much as the statement.
 */
export class Transaction {
  readonly afterCommit: (() => void)[] = [];
  over = false;
  /** Created when TypeORM first needs it. */
  runner?: QueryRunner;
  private waiting: Waiting[];
  private isDue = false;

  constructor(
    readonly client: PoolClient,
    private readonly words: Words,
  ) {
    this.waiting = [{ statement: words.begin }];
  }

  send(statement: Statement): Promise<Answer> {
    return new Promise((take, refuse) => {
      this.waiting.push({ statement, take, refuse });
      if (this.isDue) return;
      this.isDue = true;
      // After all promises that are settled now have been heard of.
      process.nextTick(() => void this.flush().catch(() => undefined));
    });
  }

  /** Runs a statement before the next one, or before COMMIT, which then fails where it does. */
  defer(statement: Statement, take?: (answer: Answer) => void): void {
    this.waiting.push({ statement, ...(take && { take }) });
  }

  /** Sends what waits: before statements that go another way, as TypeORM's do. */
  async flush(): Promise<void> {
    if (this.waiting.length > 0) await this.sendWaiting();
  }

  /** Sends what is deferred, if somebody is to have its answer. */
  async settle(): Promise<void> {
    if (this.waiting.some(({ take }) => take)) await this.sendWaiting();
  }

  async commit(): Promise<void> {
    if (this.hasBegun || this.waiting.length > 1) await this.send(this.words.commit);
  }

  async rollback(): Promise<void> {
    const { hasBegun } = this;
    this.drop();
    if (hasBegun) await this.send(this.words.rollback);
  }

  /** Goes back to the savepoint that `save` set. */
  async goBack(): Promise<void> {
    this.drop();
    await this.send(this.words.goBack);
  }

  private async sendWaiting(): Promise<void> {
    const sent = this.waiting;
    this.waiting = [];
    this.isDue = false;
    try {
      const answers = await askTogether(
        this.client,
        sent.map(({ statement }) => statement),
      );
      sent.forEach(({ take }, nth) => take?.(answers[nth] as Answer));
    } catch (error) {
      for (const { refuse } of sent) refuse?.(error);
      throw error;
    }
  }

  private drop(): void {
    const error = new Error('This was rolled back before it was sent: something was not awaited.');
    for (const { refuse } of this.waiting) refuse?.(error);
    this.waiting = [];
  }

  private get hasBegun(): boolean {
    return this.waiting[0]?.statement !== this.words.begin;
  }
}

/** What transactions say, as statements. */
export class Words {
  readonly begin;
  readonly commit;
  readonly rollback;
  readonly save;
  readonly release;
  readonly goBack;

  constructor(statement: (text: string) => Statement) {
    this.begin = statement('BEGIN');
    this.commit = statement('COMMIT');
    this.rollback = statement('ROLLBACK');
    this.save = statement('SAVEPOINT step');
    this.release = statement('RELEASE SAVEPOINT step');
    this.goBack = statement('ROLLBACK TO SAVEPOINT step');
  }
}
