import { Email, Flag, Id, Name, Names, Optional, QueryFlag } from '../../platform/input/fields.js';
import { ListQuery } from '../../platform/input/list-query.js';
import { Example } from '../../platform/input/example.js';

export class ListUsers extends ListQuery {
  /** The exact e-mail address. Upper and lower case are the same. */
  @Optional()
  @Email()
  email?: string;

  @Optional()
  @QueryFlag()
  is_active?: boolean;

  /** The name of a role that the user holds. */
  @Optional()
  @Name()
  role?: string;
}

@Example({})
export class DeleteUser {
  static readonly mayBeAbsent = true;

  /** The new owner of the user's projects: another active user. Required if the user owns projects. */
  @Optional()
  @Id()
  new_owner_id?: number;
}

@Example({ is_active: true })
export class UpdateUser {
  /** The names of all roles of the user. They replace the roles held so far. */
  @Optional()
  @Names()
  roles?: string[];

  /** `false` disables the account and ends all its sessions. */
  @Optional()
  @Flag()
  is_active?: boolean;

  @Optional()
  @Name()
  display_name?: string;

  /** While it is `true`, the user can do nothing else before they change their password. */
  @Optional()
  @Flag()
  password_must_change?: boolean;
}
