import { Injectable } from '@nestjs/common';
import type { Actor } from '../../platform/access/actor.js';
import { Database } from '../../platform/database/database.js';
import { Events } from '../../platform/events/events.js';
import { PasswordHasher } from '../../platform/passwords/password-hasher.js';
import { PasswordChanged } from '../auth/auth.events.js';
import { SessionService } from '../auth/session.service.js';
import type { User } from '../users/user.entity.js';
import { accountErrors } from './account.errors.js';
import { AccountRepository } from './account.repository.js';

/**
 * Gives a new password to somebody who has just shown the current one.
 *
 * @spec SPEC-013.3, SPEC-013.31
 */
@Injectable()
export class PasswordChangeService {
  constructor(
    private readonly db: Database,
    private readonly accounts: AccountRepository,
    private readonly hasher: PasswordHasher,
    private readonly sessions: SessionService,
    private readonly events: Events,
  ) {}

  /**
   * Every other session of the person ends.
   *
   * @throws AppError `invalid_credentials` where somebody else was faster
   */
  async change(actor: Actor, { id, passwordHash }: User, newPassword: string): Promise<void> {
    const newHash = await this.hasher.hash(newPassword);
    await this.db.transaction(async () => {
      if (!(await this.accounts.changePassword(id, passwordHash, newHash))) throw accountErrors.wrongPassword();
      await this.sessions.endAll(id, { exceptId: actor.sessionId });
      await this.events.record(actor, new PasswordChanged({ userId: id, how: 'by_owner' }));
    });
  }
}
