import { Injectable } from '@nestjs/common';
import type { Visitor } from '../../platform/request/actor.js';
import { deliberately } from '../../platform/request/stay.js';
import { NewPasswords } from '../../platform/passwords/new-passwords.js';
import type { User } from '../users/user.entity.js';
import { UserService } from '../users/user.service.js';

const DEFAULT_ROLES = ['user'];

/**
 * Gives strangers an account.
 *
 * @spec SPEC-001.1, SPEC-001.2
 */
@Injectable()
export class RegistrationService {
  constructor(
    private readonly users: UserService,
    private readonly newPasswords: NewPasswords,
  ) {}

  /** @throws AppError `email_taken`, `validation_failed` for a breached password, `overloaded` */
  async register(visitor: Visitor, email: string, displayName: string, password: string): Promise<User> {
    const passwordHash = await deliberately(visitor, () => this.newPasswords.hash('password', password));
    return this.users.add(visitor, { email, displayName, passwordHash, roles: DEFAULT_ROLES });
  }
}
