import { Injectable } from '@nestjs/common';
import type { Actor } from '../../platform/access/actor.js';
import { Database } from '../../platform/database/database.js';
import { errors } from '../../platform/errors/errors.js';
import { Events } from '../../platform/events/events.js';
import type { ListUsers, UpdateUser } from './user.dto.js';
import type { User, UserState } from './user.entity.js';
import { userErrors } from './user.errors.js';
import { factsBetween, UserDeleted } from './user.events.js';
import { UserRepository } from './user.repository.js';
import { UserSessions } from './user-sessions.service.js';

/**
 * What administrators do to accounts.
 *
 * @spec SPEC-014, SPEC-002.14, SPEC-002.15
 */
@Injectable()
export class UserAdministration {
  constructor(
    private readonly db: Database,
    private readonly users: UserRepository,
    private readonly events: Events,
    private readonly sessions: UserSessions,
  ) {}

  list(query: ListUsers): Promise<User[]> {
    return this.users.list(query);
  }

  /** @throws AppError `last_admin`, `validation_failed` for a role that there isn't */
  update(actor: Actor, { id }: User, changes: UpdateUser): Promise<User> {
    return this.keepingAnAdministrator(async () => {
      const user = await this.lock(id);
      const wanted = user.with(stateIn(changes));
      const facts = factsBetween(id, user, wanted);
      if (facts.length === 0) return user;
      if (user.isActive !== wanted.isActive) await this.sessions.endAll(id);
      for (const fact of facts) await this.events.record(actor, fact);
      return this.users.save(Object.assign(user, wanted));
    });
  }

  /** @throws AppError `last_admin`, `user_owns_projects` */
  remove(actor: Actor, { id }: User): Promise<void> {
    return this.keepingAnAdministrator(async () => {
      const user = await this.lock(id);
      await this.users.delete(user);
      await this.events.record(actor, new UserDeleted({ userId: id, displayName: user.displayName }));
    });
  }

  /** One such change after the other: each sees what the one before it left. */
  private keepingAnAdministrator<T>(change: () => Promise<T>): Promise<T> {
    return this.db.transaction(async () => {
      await this.users.lockAdministration();
      const hadOne = await this.users.hasActiveAdministrator();
      const result = await change();
      if (hadOne && !(await this.users.hasActiveAdministrator())) throw userErrors.lastAdmin();
      return result;
    });
  }

  private async lock(id: number): Promise<User> {
    const user = await this.users.findToChange(id);
    if (!user) throw errors.notFound('user');
    return user;
  }
}

function stateIn({ display_name, is_active, password_must_change, roles }: UpdateUser): Partial<UserState> {
  return { displayName: display_name, isActive: is_active, passwordMustChange: password_must_change, roles };
}
