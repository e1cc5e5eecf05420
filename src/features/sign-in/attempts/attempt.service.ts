import { Injectable } from '@nestjs/common';
import { AppError } from '../../../platform/errors/app-error.js';
import { errors } from '../../../platform/errors/errors.js';
import { limitErrors } from '../../../platform/limits/limit.errors.js';
import { AttemptEntry } from './attempt-entry.js';
import { type AttemptLimit, AttemptRepository, type UseLimit } from './attempt.repository.js';
import { AttemptQueue } from './attempt-queue.js';

/** In milliseconds: how long one waits for others to be done before being sent away. */
const WAIT_TIMEOUT_MS = 15_000;

/** A limit, and the codes of those failures that count. */
export interface CountedLimit extends AttemptLimit {
  counts: readonly string[];
  /** What a refusal says: the field that was wrong, and the name of the limit. */
  told: { field: string; code: `${string}_failures` };
}

/**
 * Counts what fails, in the database, exactly: an attempt takes its place before it is made, and gives it back if it
 * didn't fail. So of any number that come at once no more than the limit are made while they fail, and none that
 * succeeds is refused for those beside it: it waits until they are done.
 *
 * @spec SPEC-009.12, SPEC-009.13, SPEC-009.14
 */
@Injectable()
export class AttemptService {
  private readonly queue = new AttemptQueue();

  constructor(private readonly attempts: AttemptRepository) {}

  /**
   * Makes an attempt that fails by throwing an AppError with one of the limit's codes; any other end doesn't count.
   *
   * @throws AppError `rate_limited` where too many have failed, `overloaded` where too many are under way
   */
  async attempt<T>(limit: CountedLimit, key: string, work: () => Promise<T>): Promise<T> {
    const entry = await this.enter(limit, key);
    return entry.settle(work());
  }

  /**
   * The first half of `attempt`: takes a place, which the caller must settle.
   *
   * @throws AppError as `attempt` does
   */
  async enter(limit: CountedLimit, key: string): Promise<AttemptEntry> {
    try {
      const id = await this.open(limit, key);
      return new AttemptEntry((outcome) => this.leave(id, limit, key, outcome));
    } catch (error) {
      this.queue.next(placeOf(limit, key));
      throw error;
    }
  }

  /**
   * Counts something that is limited whether or not it fails, in the transaction that does it: if that is undone, it
   * doesn't count.
   *
   * @throws AppError `rate_limited`
   */
  async countUse(limit: UseLimit, key: string): Promise<void> {
    const waitSeconds = await this.attempts.countUse(limit, key);
    if (waitSeconds !== null) throw limitErrors.tooManyUses(limit, Math.max(1, Math.ceil(waitSeconds)));
  }

  private async open(limit: CountedLimit, key: string): Promise<number> {
    const giveUpAt = Date.now() + WAIT_TIMEOUT_MS;
    for (;;) {
      const admission = await this.attempts.open(limit, key);
      if (admission !== 'full' && 'id' in admission) return admission.id;
      if (admission !== 'full') throw limitErrors.tooManyFailures(limit, Math.max(1, Math.ceil(admission.waitSeconds)));
      if (Date.now() > giveUpAt) throw errors.overloaded();
      await this.queue.wait(placeOf(limit, key));
    }
  }

  private async leave(
    id: number,
    limit: CountedLimit,
    key: string,
    outcome: PromiseSettledResult<unknown>,
  ): Promise<void> {
    try {
      await (hasFailed(limit, outcome) ? this.attempts.fail(id) : this.attempts.forget(id));
    } finally {
      this.queue.next(placeOf(limit, key));
    }
  }
}

export function isCounted({ counts }: Pick<CountedLimit, 'counts'>, error: unknown): boolean {
  return error instanceof AppError && counts.includes(error.code);
}

export function hasFailed(limit: Pick<CountedLimit, 'counts'>, outcome: PromiseSettledResult<unknown>): boolean {
  return outcome.status === 'rejected' && isCounted(limit, outcome.reason);
}

function placeOf({ kind }: CountedLimit, key: string): string {
  return `${kind} ${key}`;
}
