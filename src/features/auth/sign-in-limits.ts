import { Injectable } from '@nestjs/common';
import type { Visitor } from '../../platform/request/actor.js';
import { Config } from '../../platform/config/config.js';
import { deliberately } from '../../platform/request/stay.js';
import { clientNetwork } from '../../platform/request/client-network.js';
import { authErrors } from './auth.errors.js';
import { AttemptService, type CountedLimit } from './attempt.service.js';
import { AccountThrottle } from './account-throttle.service.js';

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
      counts: [authErrors.invalidCredentials().code],
      told: LOGIN_FAILURES,
    };
  }

  /**
   * It waits for others of its kind, for a hash, and on purpose; all of that has bounds of its own.
   *
   * @throws AppError `rate_limited` before anything is looked up or hashed, `overloaded`
   */
  make<T>(visitor: Visitor, email: string, attempt: () => Promise<T>): Promise<T> {
    const network = clientNetwork(visitor.ip);
    const make = () => this.accounts.make(visitor, email, attempt);
    return deliberately(visitor, () => this.attempts.make(this.perNetwork, network, make));
  }
}
