import { Injectable } from '@nestjs/common';
import type { RecordedEvent } from '../../../platform/events/domain-event.js';
import { On } from '../../../platform/events/on.js';
import { UserService } from '../../users/user.service.js';
import { PasswordChanged } from '../sign-in.events.js';
import { AccountThrottle } from './account-throttle.service.js';

/** A new password was guessed by nobody yet, and its owner has just shown that the account is theirs. */
@Injectable()
export class AccountThrottleReset {
  constructor(
    private readonly users: UserService,
    private readonly accounts: AccountThrottle,
  ) {}

  @On(PasswordChanged, { as: 'reset-account-throttle' })
  async forgive({ data: { userId } }: RecordedEvent<PasswordChanged>): Promise<void> {
    const user = await this.users.find(userId);
    if (user?.email) await this.accounts.forgive(user.email);
  }
}
