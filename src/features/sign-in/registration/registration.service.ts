import { Injectable } from '@nestjs/common';
import type { Visitor } from '../../../platform/request/actor.js';
import { Database } from '../../../platform/database/database.js';
import { withoutSlot } from '../../../platform/request/admission-slot.js';
import { NewPasswords } from '../../../platform/passwords/new-passwords.js';
import type { User } from '../../users/user.entity.js';
import { UserService } from '../../users/user.service.js';
import { RegistrationGate } from './registration-gate.js';

const DEFAULT_ROLES = ['user'];

interface Newcomer {
  email: string;
  displayName: string;
  password: string;
  /** The token from the link of an invitation. */
  invitationToken: string | undefined;
}

/**
 * Gives strangers an account.
 *
 * @spec SPEC-001.1, SPEC-001.2, SPEC-018.14
 */
@Injectable()
export class RegistrationService {
  constructor(
    private readonly db: Database,
    private readonly gate: RegistrationGate,
    private readonly users: UserService,
    private readonly newPasswords: NewPasswords,
  ) {}

  /**
   * With an invitation, the account is made and joins, or neither.
   *
   * @throws AppError `registration_closed`, `invalid_token_link`, `email_taken`, `project_archived`,
   *   `validation_failed` for a breached password, `overloaded`
   */
  async register(visitor: Visitor, { password, invitationToken, ...newcomer }: Newcomer): Promise<User> {
    await this.gate.require(visitor, invitationToken);
    const passwordHash = await withoutSlot(visitor, () => this.newPasswords.hash('password', password));
    return this.db.transaction(async () => {
      const user = await this.users.add(visitor, { ...newcomer, passwordHash, roles: DEFAULT_ROLES });
      await this.gate.pass(visitor, user.id, invitationToken);
      return (await this.users.find(user.id)) ?? user;
    });
  }
}
