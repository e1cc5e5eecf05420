import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Database } from '../../../platform/database/database.js';
import { TAKE_BOOTSTRAP_LOCK } from '../../../platform/database/schema/bootstrap-lock.js';
import { PasswordHasher } from '../../../platform/passwords/password-hasher.js';
import { FirstAdministrator } from './first-administrator.js';
import { UserService } from '../user.service.js';

/**
 * Creates the first administrator if there is no account yet: exactly one, however many instances start together. It
 * runs after the roles were seeded.
 *
 * @spec SPEC-012.14
 */
@Injectable()
export class AdministratorSeeding implements OnApplicationBootstrap {
  constructor(
    private readonly db: Database,
    private readonly users: UserService,
    private readonly passwords: PasswordHasher,
    private readonly first: FirstAdministrator,
  ) {}

  /** @throws ConfigProblems in production where the configuration says nothing of an administrator */
  async onApplicationBootstrap(): Promise<void> {
    await this.db.transaction(async () => {
      await this.db.query(TAKE_BOOTSTRAP_LOCK);
      if (await this.users.isThereAnybody()) return;
      const { email, password } = this.first.credentials();
      const passwordHash = await this.passwords.hash(password);
      const emailConfirmedAt = new Date();
      await this.users.add(null, {
        email,
        emailConfirmedAt,
        displayName: 'Administrator',
        passwordHash,
        roles: ['admin'],
      });
      this.db.afterCommit(() => this.first.created());
    });
  }
}
