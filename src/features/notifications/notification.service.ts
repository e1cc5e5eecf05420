import { Injectable } from '@nestjs/common';
import type { Actor } from '../../platform/request/actor.js';
import { Database } from '../../platform/database/database.js';
import { errors } from '../../platform/errors/errors.js';
import { Events } from '../../platform/events/events.js';
import type { ListNotifications, MarkNotification } from './notification.dto.js';
import type { Notification } from './notification.entity.js';
import { NotificationMarked, NotificationsAllRead } from './notification.events.js';
import { NotificationRepository } from './notification.repository.js';

/** A step of this size takes well under a second. */
const STEP = 5_000;

/**
 * A person's inbox.
 *
 * @spec SPEC-010.21, SPEC-010.22, SPEC-010.23, SPEC-010.24, SPEC-010.36
 */
@Injectable()
export class NotificationService {
  constructor(
    private readonly db: Database,
    private readonly notifications: NotificationRepository,
    private readonly events: Events,
  ) {}

  list(actor: Actor, query: ListNotifications): Promise<Notification[]> {
    return this.notifications.list(actor.id, query);
  }

  countUnread(actor: Actor): Promise<number> {
    return this.notifications.countUnread(actor.id);
  }

  /** @throws AppError `not_found` also for what is somebody else's */
  mark(actor: Actor, id: number, { is_read: isRead }: MarkNotification): Promise<Notification> {
    return this.db.transaction(async () => {
      const notification = await this.notifications.findOwnToChange(actor.id, id);
      if (!notification) throw errors.notFound('notification');
      if (isRead === undefined || isRead === notification.isRead) return notification;
      await this.events.record(actor, new NotificationMarked({ notificationId: id, isRead }));
      return this.notifications.mark(notification, isRead);
    });
  }

  /** What is there now, in steps that commit by themselves: no statement and no lock lasts, however much there is. */
  async markAllRead(actor: Actor): Promise<void> {
    const [head] = await this.notifications.heads([actor.id]);
    for (let afterId: number | null = 0; head && afterId !== null;)
      afterId = await this.markPageRead(actor, { afterId, upTo: head.seq });
  }

  /** @returns the id after which to continue, or null if nothing is left */
  private markPageRead(actor: Actor, place: { afterId: number; upTo: number }): Promise<number | null> {
    return this.db.transaction(async () => {
      const { marked, seen, lastId } = await this.notifications.markPageRead(actor.id, { ...place, limit: STEP });
      if (marked > 0) await this.events.record(actor, new NotificationsAllRead({ count: marked }));
      return seen < STEP ? null : lastId;
    });
  }
}
