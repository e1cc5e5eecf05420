import { Injectable } from '@nestjs/common';
import { Events } from '../../platform/events/events.js';
import { PasswordHasher } from '../../platform/passwords/password-hasher.js';
import type { Actor } from '../../platform/request/actor.js';
import { PrivilegeService } from '../roles/privileges/privilege.service.js';
import type { User } from '../users/user.entity.js';
import { UserService } from '../users/user.service.js';
import type { CreateServiceAccount } from './service-account.dto.js';
import { ServiceAccountCreated } from './service-account.events.js';

const DEFAULT_ROLES = ['user'];

/**
 * Accounts of programs. They have no address and no password, so nobody signs in as one: programs come with API tokens.
 *
 * @spec SPEC-036
 */
@Injectable()
export class ServiceAccountService {
  constructor(
    private readonly users: UserService,
    private readonly privileges: PrivilegeService,
    private readonly hasher: PasswordHasher,
    private readonly events: Events,
  ) {}

  list(page: { after: number | null; limit: number }): Promise<User[]> {
    return this.users.listServices(page);
  }

  /** @throws AppError `forbidden` where the actor lacks a permission of the roles, `validation_failed` for an unknown role */
  create(actor: Actor, { display_name: displayName, roles = DEFAULT_ROLES }: CreateServiceAccount): Promise<User> {
    return this.privileges.inTurn(async () => {
      const passwordHash = this.hasher.unusable;
      const account = await this.users.addService({ displayName, roles, passwordHash });
      await this.privileges.requireOver(actor, 'manage_service_accounts', account.id);
      const about = { userId: account.id, displayName, roles: account.roles };
      await this.events.record(actor, new ServiceAccountCreated(about));
      return account;
    });
  }
}
