import { Injectable } from '@nestjs/common';
import { Config } from '../../platform/config/config.js';
import type { RecordedEvent } from '../../platform/events/domain-event.js';
import { On } from '../../platform/events/on.js';
import { CommentAdded, CommentEdited } from '../comments/comment.events.js';
import { TaskStatusChanged } from '../tasks/task.events.js';
import { CausedMails } from '../users/mails/caused-mails.service.js';
import { taskMailContent } from './task-mail-content.js';
import { type TaskEvent, TaskNotifications } from './task-notifications.service.js';

/** The handler of the mails for each type of event. */
export const TASK_MAILS = {
  [CommentAdded.type]: 'mail-comment',
  [CommentEdited.type]: 'mail-mention',
  [TaskStatusChanged.type]: 'mail-status',
};

/**
 * Sends mails about mentions, comments and changes of status to those who want them. Who they are is asked again when
 * the mails are sent.
 *
 * @spec SPEC-031.7, SPEC-031.8, SPEC-031.9
 */
@Injectable()
export class TaskMails {
  constructor(
    private readonly notifications: TaskNotifications,
    private readonly mails: CausedMails,
    private readonly config: Config,
  ) {}

  @On(CommentAdded, { as: TASK_MAILS[CommentAdded.type], external: true, bulk: true, onRequest: true })
  ofComment(event: RecordedEvent<CommentAdded>): Promise<void> {
    return this.send(event);
  }

  @On(CommentEdited, { as: TASK_MAILS[CommentEdited.type], external: true, bulk: true, onRequest: true })
  ofMention(event: RecordedEvent<CommentEdited>): Promise<void> {
    return this.send(event);
  }

  @On(TaskStatusChanged, { as: TASK_MAILS[TaskStatusChanged.type], external: true, bulk: true, onRequest: true })
  ofStatus(event: RecordedEvent<TaskStatusChanged>): Promise<void> {
    return this.send(event);
  }

  /** One that fails keeps none of the others back; whoever has theirs gets no second one when it is tried again. */
  private async send(event: RecordedEvent<TaskEvent>): Promise<void> {
    const found = (await this.notifications.of([event])).filter(({ wantsMail }) => wantsMail);
    const failures: unknown[] = [];
    for (const one of found) {
      const link = { url: `${this.config.appUrl}/tasks/${event.data.taskId}` };
      const write = (name: string) => taskMailContent(one, name, link);
      await this.mails.send(event, one.userId, write).catch((failure: unknown) => failures.push(failure));
    }
    if (failures.length > 0) throw failures[0];
  }
}
