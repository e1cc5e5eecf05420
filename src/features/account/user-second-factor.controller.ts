import { Controller, Delete } from '@nestjs/common';
import type { Actor } from '../../platform/request/actor.js';
import { CurrentActor, Requires, Row } from '../../platform/access/rules.js';
import type { User } from '../users/user.entity.js';
import { SecondFactorRemoval } from './second-factor-removal.service.js';

@Controller('users')
export class UserSecondFactorController {
  constructor(private readonly removal: SecondFactorRemoval) {}

  /**
   * Switches off the second factor of a person who can no longer use it; they are told by mail. Where there is none,
   * nothing changes. For your own second factor, use `/users/me/totp`.
   */
  @Delete(':id/totp')
  @Requires('update_user', { of: 'user' })
  async remove(@CurrentActor() actor: Actor, @Row() user: User): Promise<void> {
    await this.removal.removeFrom(actor, user);
  }
}
