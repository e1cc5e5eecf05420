import { Injectable } from '@nestjs/common';
import type { RecordedEvent } from '../../platform/events/domain-event.js';
import { CommentAdded, CommentEdited } from '../comments/comment.events.js';
import { CommentService } from '../comments/comment.service.js';
import type { NewNotification } from '../notifications/notification.entity.js';
import type { MailKind } from '../preferences/preferences.entity.js';
import { TaskAssigned, TaskStatusChanged } from '../tasks/task.events.js';
import { type TaskRecipients, TaskAudience } from '../tasks/audience/task-audience.service.js';

export type TaskEvent = TaskAssigned | CommentAdded | CommentEdited | TaskStatusChanged;

/** Something that one person is to hear of a task. */
export interface TaskNotification extends NewNotification {
  eventId: number;
  type: MailKind;
  /** The task as it is now. */
  task: TaskRecipients['task'];
  wantsMail: boolean;
}

/** The recipients, apart from the actor, and the content. */
interface Notice {
  to: readonly number[];
  type: MailKind;
  data: object;
}

/** People who are mentioned, and still so if it is about a comment. */
type Mentioned = readonly number[];

const NOTICES = {
  [TaskAssigned.type]: (recipients: TaskRecipients, { assigneeId, ...task }: TaskAssigned['data']): Notice[] => [
    {
      to: recipients.assignee(assigneeId),
      type: 'task_assigned',
      data: { task_id: task.taskId, project_id: task.projectId, project: task.project, title: task.title },
    },
  ],
  [CommentAdded.type]: (recipients: TaskRecipients, comment: CommentAdded['data'], mentioned: Mentioned): Notice[] => {
    const others = recipients.readers('read_comment').filter((id) => !mentioned.includes(id));
    return [mentionOf(comment, mentioned), { to: others, type: 'comment_added', data: dataOf(comment) }];
  },
  [CommentEdited.type]: (_: TaskRecipients, comment: CommentEdited['data'], mentioned: Mentioned): Notice[] => [
    mentionOf(comment, mentioned),
  ],
  [TaskStatusChanged.type]: (recipients: TaskRecipients, change: TaskStatusChanged['data']): Notice[] => [
    {
      to: recipients.readers('read_task'),
      type: 'status_changed',
      data: { task_id: change.taskId, project_id: change.projectId, old: change.old, new: change.new },
    },
  ],
};

type NoticesOf = (recipients: TaskRecipients, data: TaskEvent['data'], mentioned: Mentioned) => Notice[];

/**
 * What there is to tell of a task, and whom: those who are concerned or mentioned now, may read it now, and want to hear
 * of it. Asked once for the notifications, and again when a mail is sent.
 *
 * @spec SPEC-010.37, SPEC-022.5, SPEC-022.6, SPEC-022.7, SPEC-031.5
 */
@Injectable()
export class TaskNotifications {
  constructor(
    private readonly audience: TaskAudience,
    private readonly comments: CommentService,
  ) {}

  /** In the order of the events. */
  async of(events: readonly RecordedEvent<TaskEvent>[]): Promise<TaskNotification[]> {
    const named = events.flatMap(({ data }) =>
      newlyMentionedIn(data).map((userId) => ({ taskId: data.taskId, userId })),
    );
    const recipients = await this.audience.of(
      events.map(({ data }) => data.taskId),
      named,
    );
    const comments = await this.comments.existing(
      events.flatMap(({ data }) => ('commentId' in data ? [data.commentId] : [])),
    );
    return events.flatMap((event) => notificationsOf(event, recipients.get(event.data.taskId), comments));
  }
}

/** Nobody is notified of their own actions. */
function notificationsOf(
  { id: eventId, type, actorId, data }: RecordedEvent<TaskEvent>,
  recipients: TaskRecipients | undefined,
  comments: Map<number, readonly number[]>,
): TaskNotification[] {
  const mentionedNow = 'commentId' in data ? comments.get(data.commentId) : [];
  if (!recipients || !mentionedNow) return [];
  const mentioned = newlyMentionedIn(data).filter(
    (id) => mentionedNow.includes(id) && recipients.isReader(id, 'read_comment'),
  );
  const noticesOf = NOTICES[type as keyof typeof NOTICES] as NoticesOf;
  return noticesOf(recipients, data, mentioned).flatMap(({ to, ...notice }) =>
    to
      .filter((id) => id !== actorId && recipients.wantsNotification(id, notice.type))
      .map((userId) => ({
        ...notice,
        eventId,
        userId,
        task: recipients.task,
        wantsMail: recipients.wantsMail(userId, notice.type),
      })),
  );
}

function newlyMentionedIn(data: TaskEvent['data']): readonly number[] {
  if ('mentionIds' in data) return data.mentionIds ?? [];
  const { old = [], new: now = [] } = ('author' in data && 'changes' in data && data.changes.mention_ids) || {};
  return now.filter((id) => !old.includes(id));
}

function mentionOf(comment: CommentAdded['data'], to: Mentioned): Notice {
  return { to, type: 'mentioned', data: dataOf(comment) };
}

function dataOf({ taskId, projectId, commentId, author }: CommentAdded['data']): object {
  return { task_id: taskId, project_id: projectId, comment_id: commentId, author };
}
