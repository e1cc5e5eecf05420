import { Id, Key, Name, Nullable, OneOf, Optional, Text } from '../../platform/input/fields.js';
import { ListQuery } from '../../platform/input/list-query.js';
import { Example } from '../../platform/input/example.js';
import { RESERVED_KEYS } from './keys/project-key.js';
import { PROJECT_ROLES, PROJECT_STATUSES, type ProjectRole, type ProjectStatus } from './project.entity.js';

@Example({ name: 'Garden', description: 'Beds, paths and the shed.' })
export class CreateProject {
  @Name()
  name!: string;

  @Nullable()
  @Text()
  description?: string | null;

  /** What the refs of its tasks begin with, as `GARDEN` in `GARDEN-12`. Without it, one is made from the name. */
  @Optional()
  @Key({ reserved: RESERVED_KEYS })
  key?: string;
}

@Example({ status: 'active' })
export class UpdateProject {
  @Optional()
  @Name()
  name?: string;

  @Nullable()
  @Text()
  description?: string | null;

  /** Refs with the old key find the tasks until another project takes it. */
  @Optional()
  @Key({ reserved: RESERVED_KEYS })
  key?: string;

  /** An archived project can only be read, deleted, or set to `active` again. */
  @Optional()
  @OneOf(PROJECT_STATUSES)
  status?: ProjectStatus;

  /** The new owner: an active user. The former owner stays as a manager. Only the owner can set it. */
  @Optional()
  @Id()
  owner_id?: number;
}

export class ListProjects extends ListQuery {
  /** `deleted`: your own projects in the trash. */
  @Optional()
  @OneOf([...PROJECT_STATUSES, 'deleted'])
  status?: ProjectStatus | 'deleted';

  /** Your role in the project, exactly. */
  @Optional()
  @OneOf(PROJECT_ROLES)
  role?: ProjectRole;
}
