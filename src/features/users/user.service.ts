import { Injectable } from '@nestjs/common';
import type { Actor, Visitor } from '../../platform/request/actor.js';
import { emailKey, keptEmail } from '../../platform/addresses/email-address.js';
import { Database } from '../../platform/database/database.js';
import { errors } from '../../platform/errors/errors.js';
import { Events } from '../../platform/events/events.js';
import type { Profile, User } from './user.entity.js';
import { profileFacts, UserCreated } from './user.events.js';
import { UserRepository } from './user.repository.js';

export interface NewUser {
  email: string;
  displayName: string;
  passwordHash: string;
  /** True if the address needs no confirmation. */
  emailConfirmedAt?: Date;
  /** The names of the roles. */
  roles: string[];
}

/** Accounts, for the features above. */
@Injectable()
export class UserService {
  constructor(
    private readonly db: Database,
    private readonly users: UserRepository,
    private readonly events: Events,
  ) {}

  find(id: number): Promise<User | null> {
    return this.users.findById(id);
  }

  /** Finds an active user and locks them: inside a transaction, they can't be disabled or deleted before its end. */
  findActive(id: number): Promise<User | null> {
    return this.users.findActive(id);
  }

  /** Compares normalised addresses: case and the spelling of the domain don't matter. */
  findByEmail(email: string): Promise<User | null> {
    return this.users.findByEmail(email);
  }

  /** Service accounts, by id. */
  listServices(page: { after: number | null; limit: number }): Promise<User[]> {
    return this.users.list('service', page);
  }

  /** Null for an account of a person. */
  findService(id: number): Promise<User | null> {
    return this.users.findOf('service', id);
  }

  /**
   * Makes a service account, in the open transaction. Its caller records the fact.
   *
   * @throws AppError `validation_failed` for a role that there isn't
   */
  addService({ roles, ...values }: Pick<NewUser, 'displayName' | 'passwordHash' | 'roles'>): Promise<User> {
    return this.users.addWith(roles, { ...values, kind: 'service', email: null, emailKey: null });
  }

  /** The display names of those who exist. */
  namesOf(ids: readonly number[]): Promise<Map<number, string>> {
    return this.users.namesOf(ids);
  }

  /** Those of the names that are names of roles. */
  rolesAmong(names: readonly string[]): Promise<string[]> {
    return this.users.rolesAmong(names);
  }

  isThereAnybody(): Promise<boolean> {
    return this.users.isThereAnybody();
  }

  /** @throws AppError `email_taken` */
  add(by: Visitor | null, { email, roles, ...rest }: NewUser): Promise<User> {
    return this.db.transaction(async () => {
      const values = { ...rest, email: keptEmail(email) ?? email, emailKey: emailKey(email) };
      const user = await this.users.addWith(roles, values);
      const { id: userId, displayName } = user;
      await this.events.record(by, new UserCreated({ userId, displayName, roles: user.roles }));
      return user;
    });
  }

  /** What the actor says of themselves. The same values again change nothing. */
  updateProfile(actor: Actor, profile: Partial<Profile>): Promise<User> {
    return this.db.transaction(async () => {
      const user = await this.users.findToChange(actor.id);
      if (!user) throw errors.notFound('user');
      const facts = profileFacts(user, profile);
      if (facts.length === 0) return user;
      await this.users.set(user.id, profile);
      for (const fact of facts) await this.events.record(actor, fact);
      return this.users.getById(user.id);
    });
  }

  /**
   * Its caller has made sure that it is theirs, and records the fact. Ends their open links.
   *
   * @throws AppError `email_taken`
   */
  async setEmail(id: number, email: string): Promise<void> {
    await this.users.move(id, keptEmail(email) ?? email, emailKey(email));
  }

  /** Confirms the address. Returns false if it was confirmed before. */
  confirmEmail(id: number): Promise<boolean> {
    return this.users.confirmEmail(id);
  }
}
