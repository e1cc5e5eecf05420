import { Injectable } from '@nestjs/common';
import type { Visitor } from '../../platform/request/actor.js';
import { AppError } from '../../platform/errors/app-error.js';
import { errors } from '../../platform/errors/errors.js';
import { Events } from '../../platform/events/events.js';
import { clientNetwork } from '../../platform/request/client-network.js';
import { deliberately } from '../../platform/request/stay.js';
import { SlidingWindow } from '../../platform/limits/sliding-window.js';
import type { TokenPair } from '../sessions/token.service.js';
import type { User } from '../users/user.entity.js';
import { type Checked, CredentialCheck, type Credentials } from './credential-check.js';
import { SessionOpening } from './session-opening.js';
import { SignInFailed, SignInRefused } from './sign-in.events.js';
import { SignInLimits } from './sign-in-limits.js';

/** A password that changes more often than this while it is being checked is being fought over. */
const ROUNDS = 3;
/** More refusals of one network say nothing new, and would fill the table. */
const NOTED = { limit: 60, windowMs: 60_000 };

/**
 * Signs people in.
 *
 * @spec SPEC-001.3, SPEC-001.4, SPEC-001.5
 */
@Injectable()
export class SignInService {
  private readonly noted = new SlidingWindow(NOTED);

  constructor(
    private readonly limits: SignInLimits,
    private readonly credentials: CredentialCheck,
    private readonly openings: SessionOpening,
    private readonly events: Events,
  ) {}

  /**
   * @throws AppError `invalid_credentials`, `account_disabled`, `totp_required`, `invalid_totp`, `rate_limited`,
   *   `overloaded`
   */
  async signIn(visitor: Visitor, credentials: Credentials): Promise<TokenPair> {
    try {
      return await deliberately(visitor, () => this.attempt(visitor, credentials));
    } catch (error) {
      if (error instanceof AppError && error.kind === 'limited') await this.noteRefusal(visitor, error);
      throw error;
    }
  }

  private async attempt(visitor: Visitor, credentials: Credentials): Promise<TokenPair> {
    const entry = await this.limits.enter(visitor, credentials.email);
    const outcome = this.check(visitor, credentials);
    return entry.settle(outcome);
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
    if (!refusal) return user;
    await this.events.record(visitor, new SignInFailed({ userId: user?.id ?? null, code: refusal.code }));
    throw refusal;
  }

  private async noteRefusal(visitor: Visitor, { code }: AppError): Promise<void> {
    if (!this.noted.take(clientNetwork(visitor.ip)).allowed) return;
    await this.events.record(visitor, new SignInRefused({ userId: null, code }));
  }
}
