import { Injectable } from '@nestjs/common';
import type { RecordedEvent } from '../../platform/events/domain-event.js';
import { CommentAdded, CommentEdited } from '../comments/comment.events.js';
import { CommentService } from '../comments/comment.service.js';
import type { NewNotification } from '../notifications/notification.entity.js';
import type { MailKind } from '../preferences/preferences.entity.js';
import { TaskAssigned, TaskStatusChanged } from '../tasks/task.events.js';
import { type HeardTask, TaskAudience } from '../tasks/audience/task-audience.service.js';

export type TaskEvent = TaskAssigned | CommentAdded | CommentEdited | TaskStatusChanged;

/** Something that one person is to hear of a task. */
export interface TaskNews extends NewNotification {
  eventId: number;
  type: MailKind;
  /** The task as it is now. */
  task: HeardTask['task'];
  wantsMail: boolean;
}

/** The recipients, apart from the actor, and the content. */
interface Telling {
  to: readonly number[];
  type: MailKind;
  data: object;
}

/** People who are mentioned, and still so if it is about a comment. */
type Mentioned = readonly number[];

const TELLINGS = {
  [TaskAssigned.type]: (heard: HeardTask, { assigneeId, ...task }: TaskAssigned['data']): Telling[] => [
    {
      to: heard.assignee(assigneeId),
      type: 'task_assigned',
      data: { task_id: task.taskId, project_id: task.projectId, project: task.project, title: task.title },
    },
  ],
  [CommentAdded.type]: (heard: HeardTask, comment: CommentAdded['data'], mentioned: Mentioned): Telling[] => {
    const others = heard.readers('read_comment').filter((id) => !mentioned.includes(id));
    return [mentionOf(comment, mentioned), { to: others, type: 'comment_added', data: dataOf(comment) }];
  },
  [CommentEdited.type]: (_: HeardTask, comment: CommentEdited['data'], mentioned: Mentioned): Telling[] => [
    mentionOf(comment, mentioned),
  ],
  [TaskStatusChanged.type]: (heard: HeardTask, change: TaskStatusChanged['data']): Telling[] => [
    {
      to: heard.readers('read_task'),
      type: 'status_changed',
      data: { task_id: change.taskId, project_id: change.projectId, old: change.old, new: change.new },
    },
  ],
};

type TellingsOf = (heard: HeardTask, data: TaskEvent['data'], mentioned: Mentioned) => Telling[];

/**
 * What there is to tell of a task, and whom: those who are concerned or mentioned now, may read it now, and want to hear
 * of it. Asked once for the notifications, and again when a mail is sent.
 *
 * @spec SPEC-010.37, SPEC-022.5, SPEC-022.6, SPEC-022.7, SPEC-031.5
 */
@Injectable()
export class TaskNewsDesk {
  constructor(
    private readonly audience: TaskAudience,
    private readonly comments: CommentService,
  ) {}

  /** In the order of the events. */
  async of(events: readonly RecordedEvent<TaskEvent>[]): Promise<TaskNews[]> {
    const named = events.flatMap(({ data }) =>
      newlyMentionedIn(data).map((userId) => ({ taskId: data.taskId, userId })),
    );
    const heard = await this.audience.of(
      events.map(({ data }) => data.taskId),
      named,
    );
    const comments = await this.comments.existing(
      events.flatMap(({ data }) => ('commentId' in data ? [data.commentId] : [])),
    );
    return events.flatMap((event) => newsOf(event, heard.get(event.data.taskId), comments));
  }
}

/** Nobody is notified of their own actions. */
function newsOf(
  { id: eventId, type, actorId, data }: RecordedEvent<TaskEvent>,
  heard: HeardTask | undefined,
  comments: Map<number, readonly number[]>,
): TaskNews[] {
  const mentionedNow = 'commentId' in data ? comments.get(data.commentId) : [];
  if (!heard || !mentionedNow) return [];
  const mentioned = newlyMentionedIn(data).filter(
    (id) => mentionedNow.includes(id) && heard.isReader(id, 'read_comment'),
  );
  const tellingsOf = TELLINGS[type as keyof typeof TELLINGS] as TellingsOf;
  return tellingsOf(heard, data, mentioned).flatMap(({ to, ...telling }) =>
    to
      .filter((id) => id !== actorId && heard.wantsNotification(id, telling.type))
      .map((userId) => ({
        ...telling,
        eventId,
        userId,
        task: heard.task,
        wantsMail: heard.wantsMail(userId, telling.type),
      })),
  );
}

function newlyMentionedIn(data: TaskEvent['data']): readonly number[] {
  if ('mentionIds' in data) return data.mentionIds ?? [];
  const { old = [], new: now = [] } = ('author' in data && 'changes' in data && data.changes.mention_ids) || {};
  return now.filter((id) => !old.includes(id));
}

function mentionOf(comment: CommentAdded['data'], to: Mentioned): Telling {
  return { to, type: 'mentioned', data: dataOf(comment) };
}

function dataOf({ taskId, projectId, commentId, author }: CommentAdded['data']): object {
  return { task_id: taskId, project_id: projectId, comment_id: commentId, author };
}
