import { Injectable } from '@nestjs/common';
import { accessErrors } from '../../platform/access/access-errors.js';
import type { Actor } from '../../platform/request/actor.js';
import type { Permission } from '../../platform/request/permissions.js';
import { Database } from '../../platform/database/database.js';
import { missingFor, type PowerChange } from './power.policy.js';
import { PowerRepository } from './power.repository.js';

/**
 * Checks changes to the permissions of others. Such changes run one after the other, over all instances, and each is
 * checked against the result of the one before; the permissions of the actor are also read again.
 *
 * @spec SPEC-002.25, SPEC-002.26, SPEC-002.27, SPEC-002.28
 */
@Injectable()
export class PowerService {
  constructor(
    private readonly db: Database,
    private readonly powers: PowerRepository,
  ) {}

  /** In a transaction that no other of these runs beside; lock rows of people and roles only within. */
  inTurn<T>(change: () => Promise<T>): Promise<T> {
    return this.db.transaction(async () => {
      await this.powers.lock();
      return change();
    });
  }

  /**
   * Call inside `inTurn`. `permission` is the route's own, which the actor may have lost meanwhile.
   *
   * @throws AppError `forbidden` that names each permission that the actor lacks
   */
  async require(actor: Actor, permission: Permission, change: PowerChange): Promise<void> {
    const inForce = await this.powers.inForceOf(actor.id);
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
    await this.powers.lock();
    await this.require(actor, permission, { before: await this.powers.ofPerson(userId) });
  }

  /** What the person's roles allow now, and what these roles would. */
  async ofPersonWith(userId: number, roles: readonly string[]): Promise<PowerChange> {
    return { before: await this.powers.ofPerson(userId), after: await this.powers.ofRoles(roles) };
  }
}
