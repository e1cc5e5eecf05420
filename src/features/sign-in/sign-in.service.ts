import { Injectable } from '@nestjs/common';
import type { Visitor } from '../../platform/request/actor.js';
import { errors } from '../../platform/errors/errors.js';
import type { TokenPair } from '../sessions/tokens/token.service.js';
import type { User } from '../users/user.entity.js';
import { type Checked, CredentialCheck, type Credentials } from './passwords/credential-check.js';
import { SessionOpening } from './session-opening.service.js';
import { SignInGate } from './sign-in-gate.service.js';

/** A password that changes more often than this while it is being checked is being fought over. */
const ROUNDS = 3;

/**
 * Signs people in with their password.
 *
 * @spec SPEC-001.3, SPEC-001.4, SPEC-001.5
 */
@Injectable()
export class SignInService {
  constructor(
    private readonly gate: SignInGate,
    private readonly credentials: CredentialCheck,
    private readonly openings: SessionOpening,
  ) {}

  /**
   * @throws AppError `invalid_credentials`, `account_disabled`, `totp_required`, `invalid_totp`, `rate_limited`,
   *   `overloaded`
   */
  signIn(visitor: Visitor, credentials: Credentials): Promise<TokenPair> {
    return this.gate.attempt(visitor, () => this.check(visitor, credentials), credentials.email);
  }

  private async check(visitor: Visitor, credentials: Credentials): Promise<TokenPair> {
    let user = await this.admit(visitor, await this.credentials.all(visitor, credentials));
    for (let round = 1; round <= ROUNDS; round++) {
      const pair = await this.openings.open(visitor, user);
      if (pair) return pair;
      user = await this.admit(visitor, await this.credentials.password(credentials));
    }
    throw errors.overloaded();
  }

  private async admit(visitor: Visitor, { user, refusal }: Checked): Promise<User> {
    return refusal ? this.gate.refuse(visitor, user?.id ?? null, refusal) : user;
  }
}
