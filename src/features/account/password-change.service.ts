import { Injectable } from '@nestjs/common';
import type { Actor } from '../../platform/request/actor.js';
import { errors } from '../../platform/errors/errors.js';
import { deliberately } from '../../platform/request/stay.js';
import { NewPasswords } from '../../platform/passwords/new-passwords.js';
import { PasswordConfirmation } from '../auth/password-confirmation.service.js';
import { PasswordService } from '../auth/password.service.js';

/** The maximum number of attempts if the password changes meanwhile. */
const ROUNDS = 3;

/**
 * Gives an owner another password.
 *
 * @spec SPEC-013.3, SPEC-013.42, SPEC-013.43
 */
@Injectable()
export class PasswordChange {
  constructor(
    private readonly confirmation: PasswordConfirmation,
    private readonly newPasswords: NewPasswords,
    private readonly passwords: PasswordService,
  ) {}

  /**
   * Meanwhile a sign-in may have renewed the hash of the same password: then the password is compared again.
   *
   * @throws AppError `invalid_credentials`, `validation_failed` for a breached or unchanged password, `rate_limited`,
   *   `overloaded`
   */
  async change(actor: Actor, currentPassword: string, newPassword: string): Promise<void> {
    let { passwordHash: confirmedHash } = await this.confirmation.require(actor, currentPassword);
    const hash = await deliberately(actor, () => this.newPasswords.hash('new_password', newPassword, confirmedHash));
    const replacement = { userId: actor.id, hash, how: 'by_owner', exceptSessionId: actor.sessionId } as const;
    for (let round = 1; round <= ROUNDS; round++) {
      if (await this.passwords.replace(actor, { ...replacement, confirmedHash })) return;
      ({ passwordHash: confirmedHash } = await this.confirmation.require(actor, currentPassword));
    }
    throw errors.overloaded();
  }
}
