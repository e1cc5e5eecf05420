import { DomainEvent } from '../../platform/events/domain-event.js';

export class NotificationMarked extends DomainEvent<{ notificationId: number; isRead: boolean }> {
  static readonly type = 'notification.marked';

  get subject() {
    return { type: 'notification', id: this.data.notificationId };
  }
}

/** How many were unread before. */
export class NotificationsAllRead extends DomainEvent<{ count: number }> {
  static readonly type = 'notification.all_read';

  get subject() {
    return null;
  }
}
