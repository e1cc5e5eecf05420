import { Injectable } from '@nestjs/common';
import type { Visitor } from '../../../platform/request/actor.js';
import { Config } from '../../../platform/config/config.js';
import { clientNetwork } from '../../../platform/request/client-network.js';
import { AccountThrottle } from './account-throttle.service.js';
import type { AttemptEntry } from './attempt-entry.js';
import { AttemptService, type CountedLimit } from './attempt.service.js';
import { signInErrors } from '../sign-in.errors.js';

const LOGIN_FAILURES = { field: 'password', code: 'login_failures' } as const;

/** How often one may be wrong: from one network, and about one account. */
@Injectable()
export class SignInLimits {
  private readonly perNetwork: CountedLimit;

  constructor(
    private readonly attempts: AttemptService,
    private readonly accounts: AccountThrottle,
    config: Config,
  ) {
    this.perNetwork = {
      kind: 'sign_in.network',
      failures: config.loginFailuresPerMinute,
      windowSeconds: 60,
      counts: [signInErrors.invalidCredentials().code],
      told: LOGIN_FAILURES,
    };
  }

  /**
   * It may wait for others of its kind; that has bounds of its own. Settling it may wait on purpose.
   *
   * @throws AppError `rate_limited` before anything is looked up or hashed, `overloaded`
   */
  async enter(visitor: Visitor, email?: string): Promise<AttemptEntry> {
    const network = await this.attempts.enter(this.perNetwork, clientNetwork(visitor.ip));
    return email === undefined ? network : network.and(this.accounts.enter(visitor, email));
  }
}
