import { Injectable } from '@nestjs/common';
import type { Actor } from '../../platform/request/actor.js';
import { errors } from '../../platform/errors/errors.js';
import { Events } from '../../platform/events/events.js';
import type { ListedPermission } from './permissions/permission.entity.js';
import type { CreateRole, UpdateRole } from './role.dto.js';
import { PrivilegeService } from './privileges/privilege.service.js';
import { PermissionRepository } from './permissions/permission.repository.js';
import type { Role } from './role.entity.js';
import { RoleChanged, RoleCreated, RoleDeleted } from './role.events.js';
import { type Place, RoleRepository } from './role.repository.js';

/**
 * Roles and what they allow.
 *
 * @spec SPEC-002.19, SPEC-002.20, SPEC-002.21, SPEC-002.22
 */
@Injectable()
export class RoleService {
  constructor(
    private readonly roles: RoleRepository,
    private readonly permissions: PermissionRepository,
    private readonly privileges: PrivilegeService,
    private readonly events: Events,
  ) {}

  list(place: Place): Promise<Role[]> {
    return this.roles.list(place);
  }

  listPermissions(place: Place): Promise<ListedPermission[]> {
    return this.permissions.list(place);
  }

  /** @throws AppError `forbidden` for a permission that the actor lacks, `name_taken` */
  create(actor: Actor, { name, description, permissions }: CreateRole): Promise<Role> {
    return this.privileges.inTurn(async () => {
      await this.privileges.require(actor, 'manage_role', { after: permissions });
      const role = await this.roles.addWith({ name, description, permissions });
      await this.events.record(actor, new RoleCreated(stateOf(role)));
      return role;
    });
  }

  /** @throws AppError `forbidden` for a permission that the actor lacks, `role_protected`, `name_taken` */
  update(actor: Actor, { id }: Role, changes: UpdateRole): Promise<Role> {
    return this.privileges.inTurn(async () => {
      const role = await this.lock(id);
      const { permissions: before } = role;
      if (!role.differsFrom(changes)) return role;
      await this.privileges.require(actor, 'manage_role', { before, after: changes.permissions });
      role.change(changes);
      await this.roles.write(role);
      await this.events.record(actor, new RoleChanged({ ...stateOf(role), oldPermissions: before }));
      return role;
    });
  }

  /** @throws AppError `forbidden` for a permission that the actor lacks, `role_protected`, `role_in_use` */
  remove(actor: Actor, { id }: Role): Promise<void> {
    return this.privileges.inTurn(async () => {
      const role = await this.lock(id);
      await this.privileges.require(actor, 'manage_role', { before: role.permissions });
      role.requireUnprotected();
      await this.roles.delete(role.id);
      await this.events.record(actor, new RoleDeleted(stateOf(role)));
    });
  }

  private async lock(id: number): Promise<Role> {
    const role = await this.roles.findToChange(id);
    if (!role) throw errors.notFound('role');
    return role;
  }
}

function stateOf({ id, name, permissions }: Role): { roleId: number; name: string; permissions: string[] } {
  return { roleId: id, name, permissions };
}
