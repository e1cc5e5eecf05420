import { Injectable } from '@nestjs/common';
import { OnBatch } from '../../platform/events/on.js';
import type { RecordedEvent } from '../../platform/events/domain-event.js';
import { CommentAdded } from '../comments/comment.events.js';
import { CommentService } from '../comments/comment.service.js';
import { TaskAssigned, TaskStatusChanged } from '../tasks/task.events.js';
import { type HeardTask, TaskAudience } from '../tasks/task-audience.service.js';
import { NotificationDelivery } from './notification-delivery.js';
import type { NewNotification } from './notification.repository.js';

type Told = TaskAssigned | CommentAdded | TaskStatusChanged;

/** The recipients, apart from the actor, and the content. */
interface Telling extends Omit<NewNotification, 'userId'> {
  to: readonly number[];
}

const TELLINGS = {
  [TaskAssigned.type]: (heard: HeardTask, { assigneeId, ...task }: TaskAssigned['data']): Telling => ({
    to: heard.assignee(assigneeId),
    type: 'task_assigned',
    data: { task_id: task.taskId, project_id: task.projectId, project: task.project, title: task.title },
  }),
  [CommentAdded.type]: (heard: HeardTask, { commentId, author, ...task }: CommentAdded['data']): Telling => ({
    to: heard.readers('read_comment'),
    type: 'comment_added',
    data: { task_id: task.taskId, project_id: task.projectId, comment_id: commentId, author },
  }),
  [TaskStatusChanged.type]: (heard: HeardTask, change: TaskStatusChanged['data']): Telling => ({
    to: heard.readers('read_task'),
    type: 'status_changed',
    data: { task_id: change.taskId, project_id: change.projectId, old: change.old, new: change.new },
  }),
};

/**
 * Notifies people of changes to their tasks: those who are concerned now, and may read the task now. One batch is one
 * statement. Notifications are numbered in the order of the events, and are sent as they were stored.
 *
 * @spec SPEC-010.1, SPEC-010.2, SPEC-010.3, SPEC-010.4, SPEC-010.5, SPEC-010.6, SPEC-010.13, SPEC-010.37
 */
@Injectable()
export class TaskNotifier {
  constructor(
    private readonly delivery: NotificationDelivery,
    private readonly audience: TaskAudience,
    private readonly comments: CommentService,
  ) {}

  @OnBatch<Told>([TaskAssigned, CommentAdded, TaskStatusChanged], { as: 'notify-of-tasks' })
  async tell(events: RecordedEvent<Told>[]): Promise<void> {
    const heard = await this.audience.of(events.map(({ data }) => data.taskId));
    const current = await this.withoutDeletedComments(events);
    await this.delivery.deliver(current.flatMap((event) => newsOf(event, heard.get(event.data.taskId))));
  }

  private async withoutDeletedComments(events: RecordedEvent<Told>[]): Promise<RecordedEvent<Told>[]> {
    const ids = events.flatMap(({ data }) => ('commentId' in data ? [data.commentId] : []));
    const existing = await this.comments.existing(ids);
    return events.filter(({ data }) => !('commentId' in data) || existing.has(data.commentId));
  }
}

/** Nobody is notified of their own actions. */
function newsOf({ type, actorId, data }: RecordedEvent<Told>, heard: HeardTask | undefined): NewNotification[] {
  if (!heard) return [];
  const tellingOf = TELLINGS[type as keyof typeof TELLINGS] as (heard: HeardTask, data: Told['data']) => Telling;
  const telling = tellingOf(heard, data);
  return telling.to
    .filter((id) => id !== actorId)
    .map((userId) => ({ userId, type: telling.type, data: telling.data }));
}
