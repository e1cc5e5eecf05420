import { Injectable } from '@nestjs/common';
import { Config } from '../../../platform/config/config.js';
import type { Visitor } from '../../../platform/request/actor.js';
import { RegistrationInvitations } from './registration-invitations.service.js';
import { signInErrors } from '../sign-in.errors.js';

/**
 * Who may make an account, and what an invitation gives them.
 *
 * @spec SPEC-018.15, SPEC-018.16
 */
@Injectable()
export class RegistrationGate {
  constructor(
    private readonly config: Config,
    private readonly invitations: RegistrationInvitations,
  ) {}

  /** @throws AppError `registration_closed`, which is asked first, `invalid_token_link` */
  async require(visitor: Visitor, token: string | undefined): Promise<void> {
    const { registration } = this.config;
    if (registration === 'closed') throw signInErrors.registrationClosed('Nobody can register here.');
    if (registration === 'invited' && token === undefined)
      throw signInErrors.registrationClosed('Only whoever was invited can register here: send invitation_token.');
    if (token !== undefined) await this.invitations.require(visitor, token);
  }

  /**
   * Uses the invitation, if there is one, in the transaction that makes the account.
   *
   * @throws AppError `invalid_token_link`, `project_archived`
   */
  async pass(visitor: Visitor, userId: number, token: string | undefined): Promise<void> {
    if (token !== undefined) await this.invitations.acceptAs(visitor, userId, token);
  }
}
