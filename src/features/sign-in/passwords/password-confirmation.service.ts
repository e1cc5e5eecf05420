import { Injectable } from '@nestjs/common';
import type { Actor } from '../../../platform/request/actor.js';
import { AppError } from '../../../platform/errors/app-error.js';
import { Events } from '../../../platform/events/events.js';
import { withoutSlot } from '../../../platform/request/admission-slot.js';
import type { User } from '../../users/user.entity.js';
import { UserService } from '../../users/user.service.js';
import { AttemptService, type CountedLimit, isCounted } from '../attempts/attempt.service.js';
import { CredentialCheck } from './credential-check.js';
import { signInErrors } from '../sign-in.errors.js';
import { PasswordRefused } from '../sign-in.events.js';

/** A stolen session must not be a place to guess the password. */
const LIMIT: CountedLimit = {
  kind: 'password.confirm',
  failures: 10,
  windowSeconds: 900,
  counts: [signInErrors.wrongPassword().code],
  told: { field: 'current_password', code: 'password_failures' },
};

class Confirmed {
  /** Makes the type one that nothing else can pass for. */
  readonly #isConfirmed = true;

  constructor(
    readonly user: User,
    /** Compares the same password once more, with the person as they are by then. */
    readonly again: () => Promise<Confirmed>,
  ) {}
}

/** A person who has just shown that they know their password. Only `PasswordConfirmation` makes one. */
export type ConfirmedUser = Confirmed;

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
  async require(actor: Actor, password: string): Promise<ConfirmedUser> {
    try {
      const check = () => this.check(actor, password);
      const user = await withoutSlot(actor, () => this.attempts.attempt(LIMIT, String(actor.id), check));
      return new Confirmed(user, () => this.require(actor, password));
    } catch (error) {
      if (error instanceof AppError && (isCounted(LIMIT, error) || error.kind === 'limited'))
        await this.events.record(actor, new PasswordRefused({ userId: actor.id, code: error.code }));
      throw error;
    }
  }

  private async check(actor: Actor, password: string): Promise<User> {
    const user = await this.users.find(actor.id);
    if (!user || !(await this.credentials.matches(user, password))) throw signInErrors.wrongPassword();
    return user;
  }
}
