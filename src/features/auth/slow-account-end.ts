import { Injectable } from '@nestjs/common';
import type { Recorded } from '../../platform/events/fact.js';
import { On } from '../../platform/events/on.js';
import { UserService } from '../users/user.service.js';
import { PasswordChanged } from './auth.events.js';
import { SlowAccountService } from './slow-account.service.js';

/** A new password was guessed by nobody yet, and its owner has just shown that the account is theirs. */
@Injectable()
export class SlowAccountEnd {
  constructor(
    private readonly users: UserService,
    private readonly accounts: SlowAccountService,
  ) {}

  @On(PasswordChanged)
  async forgive({ data: { userId } }: Recorded<PasswordChanged>): Promise<void> {
    const user = await this.users.find(userId);
    if (user) await this.accounts.forgive(user.email);
  }
}
