import { snakeCase } from '../../platform/database/schema/naming.js';
import type { User } from './user.entity.js';

/**
 * What a person is shown by, besides their id. A new field is a word here and a line in `PersonView`.
 *
 * @spec SPEC-014.16
 */
export const PERSON_FIELDS = ['displayName', 'kind'] as const satisfies readonly (keyof User)[];

/** What other people see of a user. */
export type Person = Pick<User, 'id' | (typeof PERSON_FIELDS)[number]>;

/** A row of `users` as the JSON of a `Person`. */
export const personIn = (alias: string) =>
  `json_build_object('id', ${alias}.id, ${PERSON_FIELDS.map((field) => `'${field}', ${alias}.${snakeCase(field)}`).join(', ')})`;
