import { Injectable } from '@nestjs/common';
import type { Actor } from '../../platform/request/actor.js';
import { errors } from '../../platform/errors/errors.js';
import { withoutSlot } from '../../platform/request/admission-slot.js';
import { NewPasswords } from '../../platform/passwords/new-passwords.js';
import type { ConfirmedUser } from '../sign-in/passwords/password-confirmation.service.js';
import { PasswordService } from '../sign-in/passwords/password.service.js';

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
    private readonly newPasswords: NewPasswords,
    private readonly passwords: PasswordService,
  ) {}

  /**
   * Meanwhile a sign-in may have renewed the hash of the same password: then the password is compared again.
   *
   * @throws AppError `invalid_credentials`, `validation_failed` for a breached or unchanged password, `rate_limited`,
   *   `overloaded`
   */
  async change(actor: Actor, owner: ConfirmedUser, newPassword: string): Promise<void> {
    const { id: userId, passwordHash } = owner.user;
    const hash = await withoutSlot(actor, () => this.newPasswords.hash('new_password', newPassword, passwordHash));
    const replacement = { userId, hash, how: 'by_owner', exceptSessionId: actor.sessionId } as const;
    for (let round = 1; round <= ROUNDS; round++) {
      const { passwordHash: confirmedHash } = owner.user;
      if (await this.passwords.replace(actor, { ...replacement, confirmedHash })) return;
      owner = await owner.again();
    }
    throw errors.overloaded();
  }
}
