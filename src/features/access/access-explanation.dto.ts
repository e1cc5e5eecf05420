import { Optional, QueryId, Text } from '../../platform/input/fields.js';

export class ExplainAccess {
  /** A permission that is asked for a project or for a task, such as `update_task`. */
  @Text({ min: 1, max: 100 })
  permission!: string;

  /** Send either this or `task_id`. */
  @Optional()
  @QueryId()
  project_id?: number;

  @Optional()
  @QueryId()
  task_id?: number;

  /** Yourself by default. Asking about others needs `read_user` and `read_role`. */
  @Optional()
  @QueryId()
  user_id?: number;
}
