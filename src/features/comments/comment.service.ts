import { Injectable } from '@nestjs/common';
import type { Actor } from '../../platform/request/actor.js';
import { Database } from '../../platform/database/database.js';
import { Events } from '../../platform/events/events.js';
import type { Task } from '../tasks/task.entity.js';
import { aboutTask } from '../tasks/task.events.js';
import { TaskAudience } from '../tasks/audience/task-audience.service.js';
import type { CreateComment, UpdateComment } from './comment.dto.js';
import type { Comment } from './comment.entity.js';
import { commentErrors } from './comment.errors.js';
import { CommentAdded, CommentDeleted, CommentEdited } from './comment.events.js';
import { CommentRepository } from './comment.repository.js';

/** @spec SPEC-005 */
@Injectable()
export class CommentService {
  constructor(
    private readonly db: Database,
    private readonly comments: CommentRepository,
    private readonly audience: TaskAudience,
    private readonly events: Events,
  ) {}

  listOf(task: Task, page: { after: number | null; limit: number }): Promise<Comment[]> {
    return this.comments.listOfTask(task.id, page);
  }

  /** Those of the comments that still exist, each with the people whom it mentions now. */
  async existing(ids: readonly number[]): Promise<Map<number, readonly number[]>> {
    const comments = ids.length > 0 ? await this.comments.existing(ids) : [];
    return new Map(comments.map(({ id, mentionIds }) => [id, mentionIds]));
  }

  /** @throws AppError `project_archived`, `validation_failed` for a mention of somebody who may not read the task */
  async add(actor: Actor, task: Task, { body, mention_ids: mentionIds = [] }: CreateComment): Promise<Comment> {
    task.project.requireActive();
    return this.db.transaction(async () => {
      await this.requireReaders(task, mentionIds);
      const comment = await this.comments.addTo(task, actor, { body, mentionIds });
      await this.events.record(actor, new CommentAdded({ ...about(comment, task), mentionIds }));
      return comment;
    });
  }

  /**
   * The same again changes nothing.
   *
   * @throws AppError as `add` does; of those who were mentioned before nothing is asked
   */
  async update(actor: Actor, comment: Comment, changes: UpdateComment): Promise<Comment> {
    if (Object.keys(changes).length === 0) return comment;
    const { task } = comment;
    task.project.requireActive();
    const different = comment.changesBy(changes);
    if (Object.keys(different).length === 0) return comment;
    return this.db.transaction(async () => {
      const { body = comment.body, mention_ids: mentionIds = comment.mentionIds } = changes;
      await this.requireReaders(task, mentionIds, { known: comment.mentionIds, by: actor.id });
      await this.comments.saveAs(actor, comment, { body, mentionIds });
      await this.events.record(actor, new CommentEdited({ ...about(comment, task), changes: different }));
      return comment;
    });
  }

  /** @throws AppError `project_archived` */
  async remove(actor: Actor, comment: Comment): Promise<void> {
    comment.task.project.requireActive();
    await this.db.transaction(async () => {
      await this.comments.removeAs(actor, comment);
      const { id: commentId, taskId, authorId, task } = comment;
      const { projectId } = task;
      await this.events.record(actor, new CommentDeleted({ commentId, taskId, projectId, authorId }));
    });
  }

  /** An author who may no longer read the task knows nobody there. */
  private async requireReaders(task: Task, ids: readonly number[], { known = [], by }: Edit = {}): Promise<void> {
    const isNew = (id: number) => !known.includes(id);
    if (!ids.some(isNew)) return;
    const readers = await this.audience.readersAmong(task, by === undefined ? ids : [...ids, by]);
    const isAllowed = (id: number) => readers.has(id) && (by === undefined || readers.has(by));
    const unknown = ids.flatMap((id, place) => (isNew(id) && !isAllowed(id) ? [place] : []));
    if (unknown.length > 0) throw commentErrors.unknownMentions(unknown);
  }
}

/** Who was mentioned before, and who edits. */
interface Edit {
  known?: readonly number[];
  by?: number;
}

function about({ id: commentId, author }: Comment, task: Task) {
  return { ...aboutTask(task), commentId, author: author?.displayName ?? '' };
}
