import { Injectable } from '@nestjs/common';
import type { Actor } from '../../platform/request/actor.js';
import { AppError } from '../../platform/errors/app-error.js';
import { Events } from '../../platform/events/events.js';
import { deliberately } from '../../platform/request/stay.js';
import type { User } from '../users/user.entity.js';
import { UserService } from '../users/user.service.js';
import { authErrors } from './auth.errors.js';
import { PasswordRefused } from './auth.events.js';
import { AttemptService, type CountedLimit, isCounted } from './attempt.service.js';
import { CredentialCheck } from './credential-check.js';

/** A stolen session must not be a place to guess the password. */
const LIMIT: CountedLimit = {
  kind: 'password.confirm',
  failures: 10,
  windowSeconds: 900,
  counts: [authErrors.wrongPassword().code],
  told: { field: 'current_password', code: 'password_failures' },
};

/**
 * Asks somebody who is signed in for their password: the session may be in other hands.
 *
 * @spec SPEC-013.4
 */
@Injectable()
export class PasswordConfirmation {
  constructor(
    private readonly users: UserService,
    private readonly credentials: CredentialCheck,
    private readonly attempts: AttemptService,
    private readonly events: Events,
  ) {}

  /**
   * The person as they are now. Call outside of transactions: it takes the time of a hash.
   *
   * @throws AppError `invalid_credentials`, `rate_limited` after ten wrong ones in 15 minutes, `overloaded`
   */
  async require(actor: Actor, password: string): Promise<User> {
    try {
      const check = () => this.check(actor, password);
      return await deliberately(actor, () => this.attempts.make(LIMIT, String(actor.id), check));
    } catch (error) {
      if (error instanceof AppError && (isCounted(LIMIT, error) || error.kind === 'limited'))
        await this.events.record(actor, new PasswordRefused({ userId: actor.id, code: error.code }));
      throw error;
    }
  }

  private async check(actor: Actor, password: string): Promise<User> {
    const user = await this.users.find(actor.id);
    if (!user || !(await this.credentials.matches(user, password))) throw authErrors.wrongPassword();
    return user;
  }
}
