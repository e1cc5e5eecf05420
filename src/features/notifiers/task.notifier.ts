import { Injectable } from '@nestjs/common';
import type { RecordedEvent } from '../../platform/events/domain-event.js';
import { Events } from '../../platform/events/events.js';
import { OnBatch } from '../../platform/events/on.js';
import { CommentAdded, CommentEdited } from '../comments/comment.events.js';
import { NotificationDelivery } from '../notifications/notification-delivery.service.js';
import { TaskAssigned, TaskStatusChanged } from '../tasks/task.events.js';
import { TASK_MAILS } from './task.mails.js';
import { type TaskEvent, type TaskNotification, TaskNotifications } from './task-notifications.service.js';

/**
 * Notifies people of changes to their tasks: those who are concerned now, and may read the task now. One batch is one
 * statement. Notifications are numbered in the order of the events, and are sent as they were stored.
 *
 * @spec SPEC-010.1, SPEC-010.2, SPEC-010.3, SPEC-010.4, SPEC-010.5, SPEC-010.6, SPEC-010.13, SPEC-010.37
 */
@Injectable()
export class TaskNotifier {
  constructor(
    private readonly notifications: TaskNotifications,
    private readonly delivery: NotificationDelivery,
    private readonly events: Events,
  ) {}

  @OnBatch<TaskEvent>([TaskAssigned, CommentAdded, CommentEdited, TaskStatusChanged], { as: 'notify-of-tasks' })
  async tell(events: RecordedEvent<TaskEvent>[]): Promise<void> {
    const found = await this.notifications.of(events);
    await this.delivery.deliver(found);
    await this.requestMails(events, found);
  }

  /** Most are no mail for anybody: mails are asked for where somebody wants one. */
  private async requestMails(events: RecordedEvent<TaskEvent>[], found: readonly TaskNotification[]): Promise<void> {
    const wanted = new Set(found.filter(({ wantsMail }) => wantsMail).map(({ eventId }) => eventId));
    for (const [type, name] of Object.entries(TASK_MAILS)) {
      const ids = events.filter((event) => event.type === type && wanted.has(event.id)).map(({ id }) => id);
      if (ids.length > 0) await this.events.request(name, ids);
    }
  }
}
