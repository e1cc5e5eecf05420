import { Injectable } from '@nestjs/common';
import { Config } from '../../platform/config/config.js';
import type { RecordedEvent } from '../../platform/events/domain-event.js';
import { On, OnBatch } from '../../platform/events/on.js';
import { mailText } from '../../platform/mail/mail-text.js';
import { NotificationDelivery } from '../notifications/notification-delivery.service.js';
import type { NewNotification } from '../notifications/notification.entity.js';
import { wantsMail } from '../preferences/preferences.entity.js';
import { OwnMails } from '../users/mails/own-mails.service.js';
import { DigestDue } from './digest.events.js';
import { DigestRepository, type DueWork } from './digest.repository.js';

/**
 * Tells people in the morning what is due. It is looked up when they are told, and again when the mail is sent.
 *
 * @spec SPEC-026.11, SPEC-026.14
 */
@Injectable()
export class DigestNotifier {
  constructor(
    private readonly digests: DigestRepository,
    private readonly delivery: NotificationDelivery,
    private readonly mails: OwnMails,
    private readonly config: Config,
  ) {}

  @OnBatch<DigestDue>([DigestDue], { as: 'notify-of-due-tasks' })
  async tell(events: RecordedEvent<DigestDue>[]): Promise<void> {
    await this.delivery.deliver((await this.digests.dueWork(events.map(({ data }) => data))).map(toNotification));
  }

  @On(DigestDue, { as: 'mail-due-tasks', external: true, bulk: true })
  async send({ data }: RecordedEvent<DigestDue>): Promise<void> {
    const [work] = await this.digests.dueWork([data]);
    if (!work || !wantsMail(work.preferences, 'tasks_due')) return;
    const tasks = await this.digests.titles(work.taskIds);
    const lines = tasks.map(({ id, title }) => mailText`${title}\n${{ url: `${this.config.appUrl}/tasks/${id}` }}\n`);
    const [counts, rest] = [countsOf(work), work.overdue + work.today - tasks.length];
    if (rest > 0) lines.push(`And ${rest} more.\n`);
    await this.mails.send(data.userId, (name) => ({
      subject: `Your tasks: ${counts}`,
      text: `${mailText`Hello ${name},`}\n\nthese tasks of yours are waiting (${counts}):\n\n${lines.join('\n')}`,
    }));
  }
}

function countsOf({ overdue, today }: DueWork): string {
  const parts = [...(today > 0 ? [`${today} due today`] : []), ...(overdue > 0 ? [`${overdue} overdue`] : [])];
  return parts.join(', ');
}

function toNotification({ userId, overdue, today, taskIds }: DueWork): NewNotification {
  return { userId, type: 'tasks_due', data: { overdue, today, task_ids: taskIds } };
}
