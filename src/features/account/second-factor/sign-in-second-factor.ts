import { Injectable } from '@nestjs/common';
import type { Visitor } from '../../../platform/request/actor.js';
import { SecondFactor, type SecondFactorCodes } from '../../sign-in/second-factor.service.js';
import type { User } from '../../users/user.entity.js';
import { secondFactorErrors } from './second-factor.errors.js';
import { SecondFactorCheck } from './second-factor-check.js';

/**
 * What every sign-in asks after the password.
 *
 * @spec SPEC-013.24
 */
@Injectable()
export class SignInSecondFactor extends SecondFactor {
  constructor(private readonly checked: SecondFactorCheck) {
    super();
  }

  async require(visitor: Visitor, { id, totpEnabled }: User, codes: SecondFactorCodes): Promise<void> {
    if (!totpEnabled) return;
    if (codes.totpCode === undefined && codes.backupCode === undefined) throw secondFactorErrors.codeRequired();
    await this.checked.spend(visitor, id, codes);
  }
}
