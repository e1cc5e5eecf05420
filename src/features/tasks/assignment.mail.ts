import { Injectable } from '@nestjs/common';
import { Config } from '../../platform/config/config.js';
import type { Recorded } from '../../platform/events/fact.js';
import { On } from '../../platform/events/on.js';
import { Mailer } from '../../platform/mail/mailer.js';
import { UserService } from '../users/user.service.js';
import { TaskAssigned } from './task.events.js';

/** Tells people by mail what they are to do. */
@Injectable()
export class AssignmentMail {
  constructor(
    private readonly mailer: Mailer,
    private readonly users: UserService,
    private readonly config: Config,
  ) {}

  @On(TaskAssigned, { outside: true })
  async send({ actorId, data }: Recorded<TaskAssigned>): Promise<void> {
    if (data.assigneeId === actorId) return; // nobody needs mail of their own deed
    const assignee = await this.users.findActive(data.assigneeId);
    if (!assignee) return;
    await this.mailer.send({
      to: assignee.email,
      subject: `Assigned to you: ${data.title}`,
      text:
        `Hello ${assignee.displayName},\n\n` +
        `“${data.title}” in the project “${data.project}” has been assigned to you:\n\n` +
        `${this.config.appUrl}/tasks/${data.taskId}\n`,
    });
  }
}
