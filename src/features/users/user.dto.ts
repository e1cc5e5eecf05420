import { Email, Flag, Id, Name, Names, Optional, QueryFlag } from '../../platform/input/fields.js';
import { ListQuery } from '../../platform/input/list-query.js';
import { Example } from '../../platform/input/example.js';

export class ListUsers extends ListQuery {
  /** The whole address, compared without case. */
  @Optional()
  @Email()
  email?: string;

  @Optional()
  @QueryFlag()
  is_active?: boolean;

  /** The name of a role that they hold. */
  @Optional()
  @Name()
  role?: string;
}

@Example({})
export class DeleteUser {
  static readonly mayBeAbsent = true;

  /** To whom the projects of the person go: another active user. Needed where there are any. */
  @Optional()
  @Id()
  new_owner_id?: number;
}

@Example({ is_active: true })
export class UpdateUser {
  /** The names of all the roles that the person holds from now on. */
  @Optional()
  @Names()
  roles?: string[];

  /** False ends every session of the person. */
  @Optional()
  @Flag()
  is_active?: boolean;

  @Optional()
  @Name()
  display_name?: string;

  /** While it is true, all that the person can do is change their password. */
  @Optional()
  @Flag()
  password_must_change?: boolean;
}
