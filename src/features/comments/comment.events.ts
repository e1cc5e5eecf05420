import { DomainEvent } from '../../platform/events/domain-event.js';
import type { CommentChanges } from './comment.entity.js';
import type { AboutTask } from '../tasks/task.events.js';

abstract class CommentEvent<D extends { commentId: number }> extends DomainEvent<D> {
  get subject() {
    return { type: 'comment', id: this.data.commentId };
  }
}

/** `author` is the display name at that moment; events of earlier versions of the program have no `mentionIds`. */
export class CommentAdded extends CommentEvent<
  AboutTask & { commentId: number; author: string; mentionIds?: number[] }
> {
  static readonly type = 'comment.added';
}

export class CommentEdited extends CommentEvent<
  AboutTask & { commentId: number; author: string; changes: CommentChanges }
> {
  static readonly type = 'comment.edited';
}

/** Events of earlier versions of the program have no `projectId`. */
export class CommentDeleted extends CommentEvent<{
  commentId: number;
  taskId: number;
  projectId?: number;
  authorId: number | null;
}> {
  static readonly type = 'comment.deleted';
}

/** Comments of one project that came from elsewhere, many at once: nobody is notified of them. */
export class CommentsImported extends DomainEvent<{ projectId: number; commentIds: number[] }> {
  static readonly type = 'comment.imported';

  get subject() {
    return { type: 'project', id: this.data.projectId };
  }
}
