import { Flag, Optional, QueryFlag } from '../../platform/input/fields.js';
import { ListQuery } from '../../platform/input/list-query.js';
import { Example } from '../../platform/input/example.js';

export class ListNotifications extends ListQuery {
  /** `false` lists unread notifications only, `true` only those that were read. */
  @Optional()
  @QueryFlag()
  is_read?: boolean;
}

@Example({ is_read: true })
export class MarkNotification {
  @Optional()
  @Flag()
  is_read?: boolean;
}
