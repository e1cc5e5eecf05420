import { Injectable } from '@nestjs/common';
import type { Actor, Visitor } from '../../../platform/request/actor.js';
import type { Permission } from '../../../platform/request/permissions.js';
import { Events } from '../../../platform/events/events.js';
import { AccountChanges } from './account-changes.service.js';
import type { ListUsers, UpdateUser } from '../user.dto.js';
import type { User, UserState } from '../user.entity.js';
import { factsBetween, UserRenamed } from '../user.events.js';
import { UserRepository } from '../user.repository.js';
import { UserSessions } from './user-sessions.service.js';

/**
 * What administrators do to accounts.
 *
 * @spec SPEC-014, SPEC-002.14, SPEC-002.15
 */
@Injectable()
export class UserAdministration {
  constructor(
    private readonly changes: AccountChanges,
    private readonly users: UserRepository,
    private readonly events: Events,
    private readonly sessions: UserSessions,
  ) {}

  list(query: ListUsers): Promise<User[]> {
    return this.users.list('person', query);
  }

  /**
   * A change of the name needs no further permissions: everybody with `update_user` may correct the name of anybody.
   *
   * @throws AppError `forbidden` where the actor lacks a permission that the person has or would have, `last_admin`,
   *   `validation_failed` for a role that there isn't
   */
  update(actor: Actor, { id }: User, changes: UpdateUser, permission: Permission = 'update_user'): Promise<User> {
    return this.changes.make(id, async (user) => {
      const wanted = user.with(stateIn(changes));
      const facts = factsBetween(id, user, wanted);
      if (facts.length === 0) return user;
      if (facts.some((fact) => !(fact instanceof UserRenamed))) {
        await this.changes.requirePrivilege(actor, permission, user, wanted.roles);
      }
      if (user.isActive !== wanted.isActive) await this.sessions.endAll(id);
      for (const fact of facts) await this.events.record(actor, fact);
      return this.users.write(id, wanted);
    });
  }

  /**
   * Sets the roles as whoever runs the program has configured it; nobody is asked for permissions.
   *
   * @throws AppError `last_admin`, `validation_failed` for a role that there isn't
   */
  async assignRoles(by: Visitor, { id }: User, rolesOf: (held: readonly string[]) => string[]): Promise<void> {
    await this.changes.make(id, async (user) => {
      const wanted = user.with({ roles: rolesOf(user.roles) });
      const facts = factsBetween(id, user, wanted);
      if (facts.length === 0) return;
      for (const fact of facts) await this.events.record(by, fact);
      await this.users.write(id, wanted);
    });
  }
}

function stateIn({ display_name, is_active, password_must_change, roles }: UpdateUser): Partial<UserState> {
  return { displayName: display_name, isActive: is_active, passwordMustChange: password_must_change, roles };
}
