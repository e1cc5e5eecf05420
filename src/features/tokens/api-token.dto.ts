import { Example } from '../../platform/input/example.js';
import { Ids, DateTime, Name, Nullable, SomeOf } from '../../platform/input/fields.js';
import { type Permission, permissionNames } from '../../platform/request/permissions.js';

@Example({ name: 'nightly build', permissions: ['read_project', 'read_task', 'update_task'] })
export class CreateApiToken {
  /** What the token is for. */
  @Name()
  name!: string;

  /** What the token may do, of what its account may. `null`: all of it, as it is at the time. */
  @Nullable()
  @SomeOf(permissionNames)
  permissions?: Permission[] | null;

  /** The only projects that the token reaches, and nothing that is in no project. `null`: no such limit; `[]`: none. */
  @Nullable()
  @Ids()
  project_ids?: number[] | null;

  /** When it stops working. `null`: never. */
  @Nullable()
  @DateTime()
  expires_at?: Date | null;
}
