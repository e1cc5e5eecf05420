import { Controller, Delete } from '@nestjs/common';
import type { Actor } from '../../../platform/request/actor.js';
import { CurrentActor, Requires, Row } from '../../../platform/access/rules.js';
import type { User } from '../../users/user.entity.js';
import { SecondFactorRemoval } from './second-factor-removal.service.js';

@Controller('users')
export class UserSecondFactorController {
  constructor(private readonly removal: SecondFactorRemoval) {}

  /**
   * Disable the second factor of a user. Use it when a user has lost their device. The user gets a notice by mail. If
   * the user has no second factor, nothing changes. For your own second factor, use `/users/me/totp`.
   */
  @Delete(':id/totp')
  @Requires('update_user', 'user')
  async remove(@CurrentActor() actor: Actor, @Row() user: User): Promise<void> {
    await this.removal.removeFrom(actor, user);
  }
}
