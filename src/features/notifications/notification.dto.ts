import { Flag, Optional, QueryFlag } from '../../platform/http/fields.js';
import { ListQuery } from '../../platform/http/list-query.js';

export class ListNotifications extends ListQuery {
  /** `false` keeps the unread ones, `true` the others. */
  @Optional()
  @QueryFlag()
  is_read?: boolean;
}

export class MarkNotification {
  @Optional()
  @Flag()
  is_read?: boolean;
}
