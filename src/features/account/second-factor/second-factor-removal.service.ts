import { Injectable } from '@nestjs/common';
import type { Actor, Visitor } from '../../../platform/request/actor.js';
import { Events } from '../../../platform/events/events.js';
import { Within } from '../../../platform/events/on.js';
import { PrivilegeService } from '../../roles/privileges/privilege.service.js';
import { AccountReclaimed } from '../../sign-in/sign-in.events.js';
import type { User } from '../../users/user.entity.js';
import { secondFactorErrors } from './second-factor.errors.js';
import { SecondFactorRemoved } from '../account.events.js';
import { SecondFactorCodes } from './second-factor-codes.js';

/**
 * Disables the second factor of a person who can't sign in any more: an administrator does, and whoever owns the address
 * of an account that somebody else has set up.
 *
 * @spec SPEC-013.36, SPEC-013.47
 */
@Injectable()
export class SecondFactorRemoval {
  constructor(
    private readonly codes: SecondFactorCodes,
    private readonly events: Events,
    private readonly privileges: PrivilegeService,
  ) {}

  /**
   * Where no second factor is in force, nothing happens.
   *
   * @throws AppError `forbidden` for their own, which takes the password and a code, and where the actor lacks a
   *   permission that the person has
   */
  async removeFrom(actor: Actor, { id: userId }: User): Promise<void> {
    if (userId === actor.id) throw secondFactorErrors.ownFactor();
    await this.privileges.inTurn(async () => {
      await this.privileges.requireOver(actor, 'update_user', userId);
      if (await this.codes.disable(userId)) await this.events.record(actor, new SecondFactorRemoved({ userId }));
    });
  }

  /** Whoever set it up had not shown that the address is theirs, and whoever has could never sign in. */
  @Within(AccountReclaimed)
  async removeUnproven(_by: Visitor | null, { data: { userId } }: AccountReclaimed): Promise<void> {
    await this.codes.disable(userId);
  }
}
