import type { User } from './user.entity.js';

/** A person as others see them. */
export class PersonView {
  id!: number;
  display_name!: string;

  /** Nobody is null: not assigned, or the account is gone. */
  static of(this: void, person: User): PersonView;
  static of(this: void, person: User | null): PersonView | null;
  static of(this: void, person: User | null): PersonView | null {
    return person && { id: person.id, display_name: person.displayName };
  }
}
