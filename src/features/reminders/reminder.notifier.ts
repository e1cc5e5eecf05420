import { Injectable } from '@nestjs/common';
import { Config } from '../../platform/config/config.js';
import type { RecordedEvent } from '../../platform/events/domain-event.js';
import { On, OnBatch } from '../../platform/events/on.js';
import { mailText, onOneLine } from '../../platform/mail/mail-text.js';
import { NotificationDelivery } from '../notifications/notification-delivery.service.js';
import type { NewNotification } from '../notifications/notification.entity.js';
import { type TaskRecipients, TaskAudience } from '../tasks/audience/task-audience.service.js';
import { OwnMails } from '../users/mails/own-mails.service.js';
import { ReminderDue } from './reminder.events.js';

/**
 * Reminds people of tasks that they may still read, in projects that they have not muted. It is judged anew when the mail
 * is sent.
 *
 * @spec SPEC-026.5, SPEC-026.6, SPEC-026.8
 */
@Injectable()
export class ReminderNotifier {
  constructor(
    private readonly audience: TaskAudience,
    private readonly delivery: NotificationDelivery,
    private readonly mails: OwnMails,
    private readonly config: Config,
  ) {}

  @OnBatch<ReminderDue>([ReminderDue], { as: 'notify-of-reminders' })
  async tell(events: RecordedEvent<ReminderDue>[]): Promise<void> {
    const recipients = await this.recipients(events);
    await this.delivery.deliver(events.flatMap(({ data }) => notificationOf(data, recipients.get(data.taskId))));
  }

  @On(ReminderDue, { as: 'mail-reminder', external: true, bulk: true })
  async send(event: RecordedEvent<ReminderDue>): Promise<void> {
    const { taskId, userId } = event.data;
    const recipients = (await this.recipients([event])).get(taskId);
    if (!recipients || !isTold(recipients, userId) || !recipients.wantsMail(userId, 'task_reminder')) return;
    const { title, project } = recipients.task;
    const url = `${this.config.appUrl}/tasks/${taskId}`;
    await this.mails.send(userId, (name) => ({
      subject: `Reminder: ${onOneLine(title)}`,
      text: mailText`Hello ${name},

you wanted to be reminded of “${title}” in the project “${project}”:

${{ url }}
`,
    }));
  }

  private recipients(events: readonly RecordedEvent<ReminderDue>[]): Promise<Map<number, TaskRecipients>> {
    const named = events.map(({ data: { taskId, userId } }) => ({ taskId, userId }));
    return this.audience.of(
      named.map(({ taskId }) => taskId),
      named,
    );
  }
}

function isTold(recipients: TaskRecipients, userId: number): boolean {
  return recipients.isReader(userId, 'read_task') && recipients.wantsNotification(userId, 'task_reminder');
}

function notificationOf(
  { taskId, projectId, userId, remindAt }: ReminderDue['data'],
  recipients: TaskRecipients | undefined,
): NewNotification[] {
  if (!recipients || !isTold(recipients, userId)) return [];
  const data = { task_id: taskId, project_id: projectId, title: recipients.task.title, remind_at: remindAt };
  return [{ userId, type: 'task_reminder', data }];
}
