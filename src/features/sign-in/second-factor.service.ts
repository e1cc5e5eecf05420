import type { Visitor } from '../../platform/request/actor.js';
import type { User } from '../users/user.entity.js';

/** The codes that were sent with a password, if any. */
export interface SecondFactorCodes {
  totpCode?: string;
  backupCode?: string;
}

/**
 * What a sign-in asks beside the password. The feature that keeps second factors stands above this one and provides it
 * globally.
 */
export abstract class SecondFactor {
  /**
   * Returns for a person without a second factor, and for one who has shown it: the code is spent by that.
   *
   * @throws AppError `totp_required`, `invalid_totp`, `rate_limited`
   */
  abstract require(visitor: Visitor, user: User, codes: SecondFactorCodes): Promise<void>;
}
