import { Fact } from '../../platform/events/fact.js';

export class NotificationMarked extends Fact<{ notificationId: number; isRead: boolean }> {
  static readonly type = 'notification.marked';

  get subject() {
    return { type: 'notification', id: this.data.notificationId };
  }
}

/** How many were unread before. */
export class NotificationsAllRead extends Fact<{ count: number }> {
  static readonly type = 'notification.all_read';

  get subject() {
    return null;
  }
}
