import { Injectable } from '@nestjs/common';
import type { Actor } from '../../platform/access/actor.js';
import { AppError } from '../../platform/errors/app-error.js';
import { Events } from '../../platform/events/events.js';
import { PasswordHasher } from '../../platform/passwords/password-hasher.js';
import { AttemptService } from '../auth/attempt.service.js';
import type { User } from '../users/user.entity.js';
import { UserService } from '../users/user.service.js';
import { accountErrors } from './account.errors.js';
import { CurrentPasswordRefused } from './account.events.js';

/** A stolen session must not be a place to guess the password. */
const LIMIT = { kind: 'current password', failures: 10, windowSeconds: 900, counts: ['invalid_credentials'] };

/**
 * Makes sure that whoever sits at a session is its owner, before something that a thief of the session would like.
 *
 * @spec SPEC-013.4
 */
@Injectable()
export class CurrentPassword {
  constructor(
    private readonly users: UserService,
    private readonly hasher: PasswordHasher,
    private readonly attempts: AttemptService,
    private readonly events: Events,
  ) {}

  /** @throws AppError `invalid_credentials`, `rate_limited` after ten wrong ones in 15 minutes */
  async require(actor: Actor, password: string): Promise<User> {
    try {
      return await this.attempts.make(LIMIT, String(actor.id), () => this.check(actor, password));
    } catch (error) {
      if (error instanceof AppError && error.code === 'invalid_credentials') {
        await this.events.record(actor, new CurrentPasswordRefused({ userId: actor.id }));
      }
      throw error;
    }
  }

  private async check(actor: Actor, password: string): Promise<User> {
    const user = await this.users.find(actor.id);
    if (!user) throw accountErrors.wrongPassword();
    const { matches } = await this.hasher.verify(password, user.passwordHash);
    if (!matches) throw accountErrors.wrongPassword();
    return user;
  }
}
