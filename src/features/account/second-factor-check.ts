import { Injectable } from '@nestjs/common';
import type { Actor, Visitor } from '../../platform/access/actor.js';
import { Database } from '../../platform/database/database.js';
import { AppError } from '../../platform/errors/app-error.js';
import { Events } from '../../platform/events/events.js';
import { deliberately } from '../../platform/lifecycle/crowd.js';
import { AttemptService } from '../auth/attempt.service.js';
import type { SecondFactorCodes as Given } from '../auth/second-factor.service.js';
import { accountErrors } from './account.errors.js';
import { BackupCodeSpent, SecondFactorFailed } from './account.events.js';
import { SecondFactorCodes } from './second-factor-codes.js';

/** Six digits withstand five tries, not five hundred: counted for the account, on whichever route they come. */
const LIMIT = { kind: 'second factor', failures: 5, windowSeconds: 900, counts: ['invalid_totp'] };

/** Asks for a code and counts the wrong ones; only those who know the password, or have a session, get here. */
@Injectable()
export class SecondFactorCheck {
  constructor(
    private readonly db: Database,
    private readonly codes: SecondFactorCodes,
    private readonly attempts: AttemptService,
    private readonly events: Events,
  ) {}

  /**
   * Spends the code and does `work` in one transaction: a code is not spent for nothing.
   *
   * @throws AppError `invalid_totp`, `rate_limited` after five wrong ones in 15 minutes
   */
  withTotp<T>(actor: Actor, code: string, { confirmed }: { confirmed: boolean }, work: () => Promise<T>): Promise<T> {
    return this.counted(actor, actor.id, () =>
      this.db.transaction(async () => {
        if (!(await this.codes.spendTotp(actor.id, code, { confirmed }))) throw accountErrors.wrongCode();
        return work();
      }),
    );
  }

  /** Spends whichever code came with a sign-in. */
  async spend(visitor: Visitor, userId: number, given: Given): Promise<void> {
    await this.counted(visitor, userId, async () => {
      if (given.totpCode !== undefined && (await this.codes.spendTotp(userId, given.totpCode))) return;
      if (given.backupCode === undefined) throw accountErrors.wrongCode();
      await this.spendBackupCode(visitor, userId, given.backupCode);
    });
  }

  private spendBackupCode(visitor: Visitor, userId: number, code: string): Promise<void> {
    return this.db.transaction(async () => {
      if (!(await this.codes.spendBackupCode(userId, code))) throw accountErrors.wrongCode();
      await this.events.record(visitor, new BackupCodeSpent({ userId }));
    });
  }

  private async counted<T>(by: Visitor, userId: number, attempt: () => Promise<T>): Promise<T> {
    try {
      return await deliberately(by, () => this.attempts.make(LIMIT, String(userId), attempt));
    } catch (error) {
      if (error instanceof AppError && (error.code === 'invalid_totp' || error.kind === 'limited'))
        await this.events.record(by, new SecondFactorFailed({ userId, code: error.code }));
      throw error;
    }
  }
}
