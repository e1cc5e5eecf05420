import { PageOf } from '../../platform/input/list-query.js';
import type { Notification } from './notification.entity.js';
import type { NotificationType } from './notification-log.js';

/** What a person was told. */
export class NotificationView {
  id!: number;
  /** Counts 1, 2, 3 … for each person, without gaps. */
  seq!: number;
  /** What happened; `data` depends on it. */
  type!: NotificationType;
  /** What belongs to the type; see `/asyncapi.json`. */
  data!: object;
  timestamp!: Date;
  /** Null while it is unread. */
  read_at!: Date | null;

  static of(this: void, { id, seq, type, data, createdAt, readAt }: Notification): NotificationView {
    return { id, seq, type: type as NotificationType, data, timestamp: createdAt, read_at: readAt };
  }
}

export class NotificationPage extends PageOf(NotificationView) {}

export class UnreadCount {
  count!: number;
}
