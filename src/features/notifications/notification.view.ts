import { PageOf } from '../../platform/http/list-query.js';
import type { Notification } from './notification.entity.js';

/** What a person was told. */
export class NotificationView {
  id!: number;
  /** Counts 1, 2, 3 … for each person, without gaps. */
  seq!: number;
  /** `task_assigned`, `comment_added` or `status_changed`. */
  type!: string;
  /** What belongs to the type; see `/asyncapi.json`. */
  data!: object;
  timestamp!: Date;
  /** Null while it is unread. */
  read_at!: Date | null;

  static of(this: void, { id, seq, type, data, createdAt, readAt }: Notification): NotificationView {
    return { id, seq, type, data, timestamp: createdAt, read_at: readAt };
  }
}

export class NotificationPage extends PageOf(NotificationView) {}

export class UnreadCount {
  count!: number;
}
