import { Injectable } from '@nestjs/common';
import { OnBatch } from '../../platform/events/on.js';
import type { Recorded } from '../../platform/events/fact.js';
import type { Message } from '../../platform/realtime/message-log.js';
import { Realtime } from '../../platform/realtime/realtime.js';
import { CommentAdded } from '../comments/comment.events.js';
import { TaskAssigned, TaskStatusChanged } from '../tasks/task.events.js';
import type { Notification } from './notification.entity.js';
import { toMessage } from './notification-log.js';
import { type News, NotificationRepository } from './notification.repository.js';

type Told = TaskAssigned | CommentAdded | TaskStatusChanged;

/** Who hears of it besides whoever did it, and what. */
interface Telling extends Omit<News, 'userId'> {
  to: readonly (number | null)[];
}

const TELLINGS = {
  [TaskAssigned.type]: ({ assigneeId, taskId, projectId, project, title }: TaskAssigned['data']): Telling => ({
    to: [assigneeId],
    type: 'task_assigned',
    data: { task_id: taskId, project_id: projectId, project, title },
  }),
  [CommentAdded.type]: ({ ownerId, assigneeId, taskId, projectId, ...comment }: CommentAdded['data']): Telling => ({
    to: [ownerId, assigneeId],
    type: 'comment_added',
    data: { task_id: taskId, project_id: projectId, comment_id: comment.commentId, author: comment.author },
  }),
  [TaskStatusChanged.type]: ({ ownerId, assigneeId, ...change }: TaskStatusChanged['data']): Telling => ({
    to: [ownerId, assigneeId],
    type: 'status_changed',
    data: { task_id: change.taskId, project_id: change.projectId, old: change.old, new: change.new },
  }),
};

/**
 * Tells people what happened to their tasks. One batch is one statement; in the order of the events everybody gets
 * their numbers, and what is written is what goes out.
 *
 * @spec SPEC-010.1, SPEC-010.2, SPEC-010.3, SPEC-010.4, SPEC-010.5, SPEC-010.6, SPEC-010.13
 */
@Injectable()
export class TaskNotifier {
  constructor(
    private readonly notifications: NotificationRepository,
    private readonly realtime: Realtime,
  ) {}

  @OnBatch<Told>([TaskAssigned, CommentAdded, TaskStatusChanged])
  async tell(events: Recorded<Told>[]): Promise<void> {
    const news = events.flatMap(newsOf);
    if (news.length > 0) await this.realtime.push(byPerson(await this.notifications.append(news)));
  }
}

/** Nobody needs news of their own deed, and nobody needs them twice. */
function newsOf({ type, actorId, data }: Recorded<Told>): News[] {
  const telling = (TELLINGS[type as keyof typeof TELLINGS] as (data: Told['data']) => Telling)(data);
  const people = new Set(telling.to.filter((id) => id !== null && id !== actorId));
  return [...people].map((userId) => ({ userId: userId as number, type: telling.type, data: telling.data }));
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
