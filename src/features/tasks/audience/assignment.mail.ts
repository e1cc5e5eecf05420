import { Injectable } from '@nestjs/common';
import { Config } from '../../../platform/config/config.js';
import type { RecordedEvent } from '../../../platform/events/domain-event.js';
import { On } from '../../../platform/events/on.js';
import { mailText, onOneLine } from '../../../platform/mail/mail-text.js';
import { CausedMails } from '../../users/mails/caused-mails.service.js';
import { TaskAssigned } from '../task.events.js';
import { TaskAudience } from './task-audience.service.js';

/** Sends a mail about an assignment, if it still exists when the mail is sent, and the person wants such mails. */
@Injectable()
export class AssignmentMail {
  constructor(
    private readonly mails: CausedMails,
    private readonly audience: TaskAudience,
    private readonly config: Config,
  ) {}

  @On(TaskAssigned, { as: 'mail-assignee', external: true, bulk: true })
  async send(event: RecordedEvent<TaskAssigned>): Promise<void> {
    const { assigneeId, taskId } = event.data;
    if (assigneeId === event.actorId) return; // nobody needs mail of their own deed
    const recipients = (await this.audience.of([taskId])).get(taskId);
    if (
      !recipients ||
      recipients.assignee(assigneeId).length === 0 ||
      !recipients.wantsMail(assigneeId, 'task_assigned')
    )
      return;
    const { title, project } = recipients.task;
    const url = `${this.config.appUrl}/tasks/${taskId}`;
    await this.mails.send(event, assigneeId, (name) => ({
      subject: `Assigned to you: ${onOneLine(title)}`,
      text: mailText`Hello ${name},

“${title}” in the project “${project}” has been assigned to you:

${{ url }}
`,
    }));
  }
}
