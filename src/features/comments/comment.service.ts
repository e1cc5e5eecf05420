import { Injectable } from '@nestjs/common';
import type { Actor } from '../../platform/request/actor.js';
import { Database } from '../../platform/database/database.js';
import { Events } from '../../platform/events/events.js';
import type { Task } from '../tasks/task.entity.js';
import { aboutTask } from '../tasks/task.events.js';
import type { CreateComment } from './comment.dto.js';
import type { Comment } from './comment.entity.js';
import { CommentAdded, CommentDeleted } from './comment.events.js';
import { CommentRepository } from './comment.repository.js';

/** @spec SPEC-005 */
@Injectable()
export class CommentService {
  constructor(
    private readonly db: Database,
    private readonly comments: CommentRepository,
    private readonly events: Events,
  ) {}

  listOf(task: Task, page: { after: number | null; limit: number }): Promise<Comment[]> {
    return this.comments.listOfTask(task.id, page);
  }

  /** Those of the comments that still exist. */
  async existing(ids: readonly number[]): Promise<Set<number>> {
    return new Set(ids.length > 0 ? await this.comments.existing(ids) : []);
  }

  /** @throws AppError `project_archived` */
  async add(actor: Actor, task: Task, { body }: CreateComment): Promise<Comment> {
    task.project.requireActive();
    return this.db.transaction(async () => {
      const comment = await this.comments.addTo(task, actor, body);
      const author = comment.author?.displayName ?? '';
      await this.events.record(actor, new CommentAdded({ ...aboutTask(task), commentId: comment.id, author }));
      return comment;
    });
  }

  /** @throws AppError `project_archived` */
  async remove(actor: Actor, comment: Comment): Promise<void> {
    comment.task.project.requireActive();
    await this.db.transaction(async () => {
      await this.comments.removeAs(actor, comment);
      const { id: commentId, taskId, authorId } = comment;
      await this.events.record(actor, new CommentDeleted({ commentId, taskId, authorId }));
    });
  }
}
