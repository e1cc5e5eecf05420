import type { User } from './user.entity.js';

/** What other people see of a user. */
export class PersonView {
  id!: number;
  display_name!: string;

  /** Returns null where there is no person: the task is unassigned, or the account was deleted. */
  static of(this: void, person: User): PersonView;
  static of(this: void, person: User | null): PersonView | null;
  static of(this: void, person: User | null): PersonView | null {
    return person && { id: person.id, display_name: person.displayName };
  }
}
