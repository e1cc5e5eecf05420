import type { Person } from './person.entity.js';
import type { UserKind } from './user.entity.js';

/** What other people see of a user. */
export class PersonView {
  id!: number;
  display_name!: string;
  /** A person, or a service account that a program uses. */
  kind!: UserKind;

  /** Returns null where there is no person: the task is unassigned, or the account was deleted. */
  static of(this: void, person: Person): PersonView;
  static of(this: void, person: Person | null): PersonView | null;
  static of(this: void, person: Person | null): PersonView | null {
    return person && { id: person.id, display_name: person.displayName, kind: person.kind };
  }
}
