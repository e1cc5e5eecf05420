import { Injectable } from '@nestjs/common';
import type { Actor, Visitor } from '../../../platform/request/actor.js';
import { Database } from '../../../platform/database/database.js';
import { AppError } from '../../../platform/errors/app-error.js';
import { Events } from '../../../platform/events/events.js';
import { withoutSlot } from '../../../platform/request/admission-slot.js';
import { AttemptService, type CountedLimit } from '../../sign-in/attempts/attempt.service.js';
import type { SecondFactorCodes as Given } from '../../sign-in/second-factor.service.js';
import { secondFactorErrors } from './second-factor.errors.js';
import { BackupCodeSpent, SecondFactorFailed } from '../account.events.js';
import { SecondFactorCodes } from './second-factor-codes.js';

/** Six digits withstand five tries, not five hundred: counted for the account, on whichever route they come. */
const LIMIT: CountedLimit = {
  kind: 'second factor',
  failures: 5,
  windowSeconds: 900,
  counts: ['invalid_totp'],
  told: { field: 'totp_code', code: 'totp_failures' },
};

/** Checks codes and counts wrong ones. Callers know the password or have a session. */
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
   * @throws AppError `invalid_totp`, `totp_unreadable`, `rate_limited` after five wrong ones in 15 minutes
   */
  async withCode<T>(
    actor: Actor,
    given: Given,
    { confirmed }: { confirmed: boolean },
    work: () => Promise<T>,
  ): Promise<T> {
    return this.counted(actor, actor.id, async () => {
      const hashes = await this.hashesOf(actor.id, given);
      return this.db.transaction(async () => {
        await this.codes.hold(actor.id);
        const { totpCode } = given;
        if (totpCode === undefined) await this.spendBackupCode(actor, actor.id, hashes);
        else if (!(await this.codes.spendTotp(actor.id, totpCode, { confirmed }))) throw secondFactorErrors.wrongCode();
        return work();
      });
    });
  }

  /** Spends the code that was sent with a sign-in. */
  async spend(visitor: Visitor, userId: number, given: Given): Promise<void> {
    await this.counted(visitor, userId, async () => {
      if (given.totpCode !== undefined && (await this.codes.spendTotp(userId, given.totpCode))) return;
      if (given.backupCode === undefined) throw secondFactorErrors.wrongCode();
      await this.spendBackupCode(visitor, userId, await this.hashesOf(userId, given));
    });
  }

  private async hashesOf(userId: number, { backupCode }: Given): Promise<Buffer[]> {
    return backupCode === undefined ? [] : this.codes.hashesOf(userId, backupCode);
  }

  private spendBackupCode(visitor: Visitor, userId: number, hashes: Buffer[]): Promise<void> {
    return this.db.transaction(async () => {
      if (!(await this.codes.spendBackupCode(userId, hashes))) throw secondFactorErrors.wrongCode();
      await this.events.record(visitor, new BackupCodeSpent({ userId }));
    });
  }

  private async counted<T>(by: Visitor, userId: number, attempt: () => Promise<T>): Promise<T> {
    try {
      return await withoutSlot(by, () => this.attempts.attempt(LIMIT, String(userId), attempt));
    } catch (error) {
      if (error instanceof AppError && (error.code === 'invalid_totp' || error.kind === 'limited'))
        await this.events.record(by, new SecondFactorFailed({ userId, code: error.code }));
      throw error;
    }
  }
}
