import { Injectable } from '@nestjs/common';
import type { Actor } from '../../platform/request/actor.js';
import { Events } from '../../platform/events/events.js';
import { PowerService } from '../roles/power.service.js';
import type { User } from '../users/user.entity.js';
import { accountErrors } from './account.errors.js';
import { SecondFactorRemoved } from './account.events.js';
import { SecondFactorCodes } from './second-factor-codes.js';

/**
 * Lets an administrator disable the second factor of a person who can't sign in any more.
 *
 * @spec SPEC-013.36
 */
@Injectable()
export class SecondFactorRemoval {
  constructor(
    private readonly codes: SecondFactorCodes,
    private readonly events: Events,
    private readonly powers: PowerService,
  ) {}

  /**
   * Where no second factor is in force, nothing happens.
   *
   * @throws AppError `forbidden` for their own, which takes the password and a code, and where the actor lacks a
   *   permission that the person has
   */
  async removeFrom(actor: Actor, { id: userId }: User): Promise<void> {
    if (userId === actor.id) throw accountErrors.ownFactor();
    await this.powers.inTurn(async () => {
      await this.powers.requireOver(actor, 'update_user', userId);
      if (await this.codes.disable(userId)) await this.events.record(actor, new SecondFactorRemoved({ userId }));
    });
  }
}
