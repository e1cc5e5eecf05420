import { Flag, Optional, QueryFlag } from '../../platform/http/fields.js';
import { ListQuery } from '../../platform/http/list-query.js';
import { Example } from '../../platform/http/openapi/example.js';

export class ListNotifications extends ListQuery {
  /** `false` keeps the unread ones, `true` the others. */
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
