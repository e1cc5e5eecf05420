import { Injectable } from '@nestjs/common';
import type { Actor } from '../../../platform/request/actor.js';
import type { Permission } from '../../../platform/request/permissions.js';
import { Events } from '../../../platform/events/events.js';
import { AccountChanges } from './account-changes.service.js';
import type { DeleteUser } from '../user.dto.js';
import type { User } from '../user.entity.js';
import { userErrors } from '../user.errors.js';
import { UserDeleted } from '../user.events.js';
import { UserProjects } from './user-projects.service.js';
import { UserRepository } from '../user.repository.js';

/**
 * Deletes accounts.
 *
 * @spec SPEC-014.11, SPEC-014.12, SPEC-014.14, SPEC-014.15
 */
@Injectable()
export class UserRemoval {
  constructor(
    private readonly changes: AccountChanges,
    private readonly users: UserRepository,
    private readonly projects: UserProjects,
    private readonly events: Events,
  ) {}

  /**
   * @throws AppError `forbidden` where the actor lacks a permission that the person has, `last_admin`,
   *   `user_owns_projects` without a new owner, `validation_failed` for one who is no active user
   */
  remove(
    actor: Actor,
    { id }: User,
    { new_owner_id }: DeleteUser,
    permission: Permission = 'delete_user',
  ): Promise<void> {
    return this.changes.make(id, async (user) => {
      await this.changes.requirePrivilege(actor, permission, user, []);
      if (new_owner_id !== undefined) await this.handOver(actor, user, new_owner_id);
      await this.users.deleteById(id);
      await this.events.record(actor, new UserDeleted({ userId: id, displayName: user.displayName }));
    });
  }

  private async handOver(actor: Actor, user: User, ownerId: number): Promise<void> {
    const owner = ownerId === user.id ? null : await this.users.findActive(ownerId);
    if (!owner) throw userErrors.unknownOwner();
    await this.projects.handOver(actor, user, owner);
  }
}
