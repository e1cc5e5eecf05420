import { Injectable } from '@nestjs/common';
import type { Actor } from '../../../platform/request/actor.js';
import type { Permission } from '../../../platform/request/permissions.js';
import { errors } from '../../../platform/errors/errors.js';
import { PrivilegeService } from '../../roles/privileges/privilege.service.js';
import type { User } from '../user.entity.js';
import { userErrors } from '../user.errors.js';
import { UserRepository } from '../user.repository.js';

/** Changes of accounts by administrators: they run one after the other, and one active administrator remains. */
@Injectable()
export class AccountChanges {
  constructor(
    private readonly users: UserRepository,
    private readonly privileges: PrivilegeService,
  ) {}

  /**
   * Inside, the user is locked and has the current values.
   *
   * @throws AppError `not_found`, `last_admin`
   */
  make<T>(id: number, change: (user: User) => Promise<T>): Promise<T> {
    return this.privileges.inTurn(async () => {
      const hadOne = await this.users.hasActiveAdministrator();
      const user = await this.users.findToChange(id);
      if (!user) throw errors.notFound('user');
      const result = await change(user);
      if (hadOne && !(await this.users.hasActiveAdministrator())) throw userErrors.lastAdmin();
      return result;
    });
  }

  /**
   * Call within `make`.
   *
   * @param roles the names of those that the person will hold
   * @throws AppError `forbidden` where the actor lacks a permission that the person has, or would have
   */
  async requirePrivilege(actor: Actor, permission: Permission, { id }: User, roles: readonly string[]): Promise<void> {
    await this.privileges.require(actor, permission, await this.privileges.ofPersonWith(id, roles));
  }
}
