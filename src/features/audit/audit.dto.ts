import { Moment, Optional, QueryId, Text } from '../../platform/input/fields.js';
import { ListQuery } from '../../platform/input/list-query.js';

export class ListAuditEvents extends ListQuery {
  /** Whose deeds. */
  @Optional()
  @QueryId()
  user_id?: number;

  /** What happened, such as `task.assigned`. */
  @Optional()
  @Text({ min: 1, max: 100 })
  type?: string;

  /** Not before this time. */
  @Optional()
  @Moment()
  since?: Date;

  /** Not after this time. */
  @Optional()
  @Moment()
  until?: Date;
}
