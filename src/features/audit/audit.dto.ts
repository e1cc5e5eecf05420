import { DateTime, Optional, QueryId, Text } from '../../platform/input/fields.js';
import { ListQuery } from '../../platform/input/list-query.js';

export class ListAuditEvents extends ListQuery {
  /** The id of the user who acted. */
  @Optional()
  @QueryId()
  user_id?: number;

  /** The type of event, such as `task.assigned`. */
  @Optional()
  @Text({ min: 1, max: 100 })
  type?: string;

  /** Events at this time or later. */
  @Optional()
  @DateTime()
  since?: Date;

  /** Events at this time or earlier. */
  @Optional()
  @DateTime()
  until?: Date;
}
