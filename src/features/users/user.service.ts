import { Injectable } from '@nestjs/common';
import type { Visitor } from '../../platform/access/actor.js';
import { Database } from '../../platform/database/database.js';
import { Events } from '../../platform/events/events.js';
import { emailKey, User } from './user.entity.js';
import { userErrors } from './user.errors.js';
import { UserCreated } from './user.events.js';
import { UserRepository } from './user.repository.js';

export interface NewUser {
  email: string;
  displayName: string;
  passwordHash: string;
  roles: readonly string[];
}

/** Who has an account: what the features above ask. */
@Injectable()
export class UserService {
  constructor(
    private readonly db: Database,
    private readonly users: UserRepository,
    private readonly events: Events,
  ) {}

  find(id: number): Promise<User | null> {
    return this.users.find(id);
  }

  /** Somebody who can be given work: within a transaction nobody deletes them before it ends. */
  findActive(id: number): Promise<User | null> {
    return this.users.findActive(id);
  }

  /** Compared without case. */
  findByEmail(email: string): Promise<User | null> {
    return this.users.findByEmail(email);
  }

  /** @throws AppError `email_taken` */
  add(by: Visitor | null, { email, displayName, passwordHash, roles }: NewUser): Promise<User> {
    return this.db.transaction(async () => {
      const user = Object.assign(new User(), { email, emailKey: emailKey(email), displayName, passwordHash });
      await this.users.insert(user);
      await this.give(user, roles);
      await this.events.record(by, new UserCreated({ userId: user.id, displayName, roles: user.roles }));
      return user;
    });
  }

  private async give(user: User, roles: readonly string[]): Promise<void> {
    const [unknown] = await this.users.replaceRoles(user.id, roles);
    if (unknown !== undefined) throw userErrors.unknownRole(unknown);
    user.roles = [...roles];
  }
}
