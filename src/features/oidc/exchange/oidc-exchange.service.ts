import { Injectable } from '@nestjs/common';
import { AppError } from '../../../platform/errors/app-error.js';
import type { Visitor } from '../../../platform/request/actor.js';
import type { TokenPair } from '../../sessions/tokens/token.service.js';
import { SecondFactor, type SecondFactorCodes } from '../../sign-in/second-factor.service.js';
import { SessionOpening } from '../../sign-in/session-opening.service.js';
import { SignInGate } from '../../sign-in/sign-in-gate.service.js';
import type { User } from '../../users/user.entity.js';
import { UserService } from '../../users/user.service.js';
import { oidcErrors } from '../oidc.errors.js';
import { SignInCodes } from './sign-in-codes.js';

/** What the exchange asks about people. */
@Injectable()
export class ExchangeParts {
  constructor(
    readonly users: UserService,
    readonly secondFactor: SecondFactor,
  ) {}
}

/**
 * The last step of a sign-in with a provider: a code becomes a session. A second factor is asked for as with a password,
 * and asking for it does not spend the code.
 *
 * @spec SPEC-039.19, SPEC-039.20, SPEC-039.21
 */
@Injectable()
export class OidcExchange {
  constructor(
    private readonly gate: SignInGate,
    private readonly openings: SessionOpening,
    private readonly parts: ExchangeParts,
    private readonly codes: SignInCodes,
  ) {}

  /** @throws AppError `invalid_credentials`, `totp_required`, `invalid_totp`, `rate_limited`, `overloaded` */
  exchange(visitor: Visitor, code: string, factor: SecondFactorCodes): Promise<TokenPair> {
    return this.gate.attempt(visitor, () => this.check(visitor, code, factor));
  }

  private async check(visitor: Visitor, code: string, factor: SecondFactorCodes): Promise<TokenPair> {
    const userId = await this.codes.ownerOf(code);
    const user = userId === null ? null : await this.parts.users.find(userId);
    if (!user) return this.gate.refuse(visitor, null, oidcErrors.badCode());
    await this.requireSecondFactor(visitor, user, factor);
    const pair = await this.openings.open(
      visitor,
      { id: user.id },
      { by: 'oidc', claim: () => this.codes.spend(code) },
    );
    return pair ?? this.gate.refuse(visitor, user.id, oidcErrors.badCode());
  }

  private async requireSecondFactor(visitor: Visitor, user: User, factor: SecondFactorCodes): Promise<void> {
    try {
      await this.parts.secondFactor.require(visitor, user, factor);
    } catch (error) {
      if (error instanceof AppError && error.kind !== 'unavailable') await this.gate.refuse(visitor, user.id, error);
      throw error;
    }
  }
}
