import { type Permission, permissionNames } from '../../platform/request/permissions.js';
import { Name, Optional, SomeOf, Text } from '../../platform/input/fields.js';
import { Example } from '../../platform/input/example.js';

@Example({ name: 'reader', description: 'Reads articles.', permissions: ['read_article'] })
export class CreateRole {
  @Name()
  name!: string;

  @Text()
  description!: string;

  @SomeOf(permissionNames)
  permissions!: Permission[];
}

@Example({ description: 'Reads articles.' })
export class UpdateRole {
  @Optional()
  @Name()
  name?: string;

  @Optional()
  @Text()
  description?: string;

  /** All permissions of the role. They replace the permissions held so far. */
  @Optional()
  @SomeOf(permissionNames)
  permissions?: Permission[];
}
