import { Injectable, type OnModuleInit } from '@nestjs/common';
import { AccessInvalidation } from '../../../platform/access/identities/access-invalidation.js';
import { Database } from '../../../platform/database/database.js';
import { permissionNames } from '../../../platform/request/permissions.js';
import { TAKE_BOOTSTRAP_LOCK } from '../../../platform/database/schema/bootstrap-lock.js';
import { type Grant, RoleSeedingRepository } from './role-seeding.repository.js';
import { SEEDED_ROLES } from './seeded-roles.js';

/**
 * Brings the permissions that the code knows into the database, and the roles that are there from the start. A
 * permission that is new goes to the seeded roles that list it; what an administrator took from a role stays taken.
 *
 * @spec SPEC-002.16, SPEC-002.23
 */
@Injectable()
export class RoleSeeding implements OnModuleInit {
  constructor(
    private readonly db: Database,
    private readonly seeds: RoleSeedingRepository,
    private readonly invalidation: AccessInvalidation,
  ) {}

  /** At every start, one instance after the other. */
  async onModuleInit(): Promise<void> {
    await this.db.transaction(async () => {
      await this.db.query(TAKE_BOOTSTRAP_LOCK);
      const newPermissions = await this.seeds.addPermissions();
      const newRoles = await this.seeds.addRoles(SEEDED_ROLES);
      const due = grantsDue(new Set(newPermissions), new Set(newRoles));
      if ((await this.seeds.grant(due)) > 0) await this.invalidation.announce({});
    });
  }
}

/** Grants all permissions of protected and new roles, and new permissions to every role that lists them. */
function grantsDue(newPermissions: ReadonlySet<string>, newRoles: ReadonlySet<string>): Grant[] {
  return SEEDED_ROLES.flatMap(({ name, isProtected, permissions }) =>
    (permissions === 'all' ? permissionNames() : permissions)
      .filter((permission) => isProtected || newRoles.has(name) || newPermissions.has(permission))
      .map((permission) => ({ role: name, permission })),
  );
}
