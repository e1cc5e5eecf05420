import { Injectable } from '@nestjs/common';
import type { Message } from '../../platform/realtime/message-log.js';
import { Realtime } from '../../platform/realtime/realtime.js';
import type { NewNotification, Notification } from './notification.entity.js';
import { toMessage } from './notification-log.js';
import { NotificationRepository } from './notification.repository.js';

/** Stores notifications with one statement, and sends them to whoever is connected as they were stored. */
@Injectable()
export class NotificationDelivery {
  constructor(
    private readonly notifications: NotificationRepository,
    private readonly realtime: Realtime,
  ) {}

  async deliver(news: readonly NewNotification[]): Promise<void> {
    if (news.length > 0) await this.realtime.push(byPerson(await this.notifications.append(news)));
  }
}

function byPerson(notifications: Notification[]): Map<number, Message[]> {
  const messages = new Map<number, Message[]>();
  for (const notification of notifications) {
    const own = messages.get(notification.userId);
    if (own) own.push(toMessage(notification));
    else messages.set(notification.userId, [toMessage(notification)]);
  }
  return messages;
}
