import { Injectable } from '@nestjs/common';
import { accessErrors } from '../../../platform/access/access-errors.js';
import type { Actor } from '../../../platform/request/actor.js';
import type { Permission } from '../../../platform/request/permissions.js';
import { Database } from '../../../platform/database/database.js';
import { missingFor, type PrivilegeChange } from './privilege.policy.js';
import { PrivilegeRepository } from './privilege.repository.js';

/**
 * Checks changes to the permissions of others. Such changes run one after the other, over all instances, and each is
 * checked against the result of the one before; the permissions of the actor are also read again.
 *
 * @spec SPEC-002.25, SPEC-002.26, SPEC-002.27, SPEC-002.28
 */
@Injectable()
export class PrivilegeService {
  constructor(
    private readonly db: Database,
    private readonly privileges: PrivilegeRepository,
  ) {}

  /** In a transaction that no other of these runs beside; lock rows of people and roles only within. */
  inTurn<T>(change: () => Promise<T>): Promise<T> {
    return this.db.transaction(async () => {
      await this.privileges.lock();
      return change();
    });
  }

  /**
   * Call inside `inTurn`. `permission` is the route's own, which the actor may have lost meanwhile.
   *
   * @throws AppError `forbidden` that names each permission that the actor lacks
   */
  async require(actor: Actor, permission: Permission, change: PrivilegeChange): Promise<void> {
    const inForce = await this.privileges.inForceOf(actor.id);
    const own = new Set(actor.token ? inForce.filter((held) => actor.can(held)) : inForce);
    const missing = new Set([...missingFor(own, { after: [permission] }), ...missingFor(own, change)]);
    if (missing.size > 0) throw accessErrors.missingPermission(...missing);
  }

  /**
   * For whatever is done to somebody's account: sessions, factors, the account itself. Call inside the transaction of
   * the change, before it locks the person.
   *
   * @throws AppError `forbidden` that names each permission of the person that the actor lacks
   */
  async requireOver(actor: Actor, permission: Permission, userId: number): Promise<void> {
    await this.privileges.lock();
    await this.require(actor, permission, { before: await this.privileges.ofPerson(userId) });
  }

  /** What the person's roles allow now, and what these roles would. */
  async ofPersonWith(userId: number, roles: readonly string[]): Promise<PrivilegeChange> {
    return { before: await this.privileges.ofPerson(userId), after: await this.privileges.ofRoles(roles) };
  }
}
