import { Example } from '../../platform/input/example.js';
import { Id, OneOf, Optional } from '../../platform/input/fields.js';
import { ListQuery } from '../../platform/input/list-query.js';
import { GIVEN_ROLES, type GivenRole, PROJECT_ROLES, type ProjectRole } from '../projects/project.entity.js';

@Example({ user_id: Number.MAX_SAFE_INTEGER, role: 'editor' })
export class AddMember {
  /** The id of an active user who is with you in another project, or of an active service account. */
  @Id()
  user_id!: number;

  /** There is one owner: set `owner_id` of the project instead. */
  @OneOf(GIVEN_ROLES)
  role!: GivenRole;
}

@Example({ role: 'editor' })
export class UpdateMember {
  /** There is one owner: set `owner_id` of the project instead. */
  @Optional()
  @OneOf(GIVEN_ROLES)
  role?: GivenRole;
}

export class ListMembers extends ListQuery {
  /** Exactly this role. */
  @Optional()
  @OneOf(PROJECT_ROLES)
  role?: ProjectRole;
}
