import { Injectable } from '@nestjs/common';
import type { Actor } from '../../platform/access/actor.js';
import { Freshness } from '../../platform/access/freshness.js';
import { Database } from '../../platform/database/database.js';
import { errors } from '../../platform/errors/errors.js';
import { Events } from '../../platform/events/events.js';
import type { ListedPermission } from './permission.entity.js';
import type { CreateRole, UpdateRole } from './role.dto.js';
import { Role } from './role.entity.js';
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
    private readonly db: Database,
    private readonly roles: RoleRepository,
    private readonly events: Events,
    private readonly freshness: Freshness,
  ) {}

  list(place: Place): Promise<Role[]> {
    return this.roles.list(place);
  }

  listPermissions(place: Place): Promise<ListedPermission[]> {
    return this.roles.listPermissions(place);
  }

  /** @throws AppError `name_taken` */
  create(actor: Actor, { name, description, permissions }: CreateRole): Promise<Role> {
    return this.db.transaction(async () => {
      const role = await this.roles.insert(Object.assign(new Role(), { name, description, permissions }));
      await this.events.record(actor, new RoleCreated(stateOf(role)));
      return role;
    });
  }

  /** @throws AppError `role_protected`, `name_taken` */
  update(actor: Actor, { id }: Role, changes: UpdateRole): Promise<Role> {
    return this.db.transaction(async () => {
      const role = await this.lock(id);
      const before = stateOf(role);
      if (!role.change(changes)) return role;
      await this.roles.save(role);
      if (changes.permissions) await this.freshness.announce({});
      await this.events.record(actor, new RoleChanged({ ...stateOf(role), oldPermissions: before.permissions }));
      return role;
    });
  }

  /** @throws AppError `role_protected`, `role_in_use` */
  remove(actor: Actor, { id }: Role): Promise<void> {
    return this.db.transaction(async () => {
      const role = await this.lock(id);
      role.requireUnprotected();
      await this.roles.delete(role);
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
