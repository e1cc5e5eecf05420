import { PageOf } from '../../platform/input/list-query.js';
import type { Notification } from './notification.entity.js';
import type { NotificationType } from './notification-log.js';

/** A notification. */
export class NotificationView {
  id!: number;
  /** The number of the notification: 1, 2, 3 … for each user, without gaps. */
  seq!: number;
  /** What happened; the fields of `data` depend on it. */
  type!: NotificationType;
  /** Details; `/asyncapi.json` has the fields for each type. */
  data!: object;
  timestamp!: Date;
  /** `null` while it is unread. */
  read_at!: Date | null;

  static of(this: void, { id, seq, type, data, createdAt, readAt }: Notification): NotificationView {
    return { id, seq, type: type as NotificationType, data, timestamp: createdAt, read_at: readAt };
  }
}

export class NotificationPage extends PageOf(NotificationView) {}

export class UnreadCount {
  count!: number;
}
