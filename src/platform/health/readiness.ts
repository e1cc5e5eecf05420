import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import { Listener } from '../database/listener.js';
import { AppError } from '../errors/app-error.js';
import { errors } from '../errors/errors.js';
import { Lifecycle } from '../lifecycle/lifecycle.js';

const ANSWER_LIMIT_MS = 800;
/** How long callers share one answer of the database: anybody may ask as often as they like. */
const SHARED_MS = 200;

/**
 * Whether requests can be served now.
 *
 * @spec SPEC-015.2
 */
@Injectable()
export class Readiness {
  private answer: Promise<void> | undefined;

  constructor(
    private readonly lifecycle: Lifecycle,
    private readonly db: Database,
    private readonly listener: Listener,
  ) {}

  /** @throws AppError `shutting_down`, `database_unavailable` */
  async require(): Promise<void> {
    if (!this.lifecycle.isServing) throw errors.shuttingDown();
    this.answer ??= this.askDatabase();
    await this.answer;
  }

  private askDatabase(): Promise<void> {
    const answer = within(ANSWER_LIMIT_MS, this.db.query('SELECT 1')).then(
      () => undefined,
      (error: unknown) => this.judge(error),
    );
    const forget = () => setTimeout(() => (this.answer = undefined), SHARED_MS).unref();
    answer.then(forget, forget);
    return answer;
  }

  /** A busy pool does not make the instance unready, as long as the database is known to answer. */
  private judge(error: unknown): void {
    const isBusy = error instanceof AppError && error.code === 'overloaded';
    if (!isBusy || !this.listener.isLive) throw errors.databaseUnavailable(error);
  }
}

async function within<T>(milliseconds: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(errors.overloaded(`no answer within ${milliseconds} ms`)), milliseconds);
  });
  try {
    return await Promise.race([work, limit]);
  } finally {
    clearTimeout(timer);
  }
}
