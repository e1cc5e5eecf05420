import { DomainEvent } from '../../platform/events/domain-event.js';
import type { AboutTask } from '../tasks/task.events.js';

abstract class CommentEvent<D extends { commentId: number }> extends DomainEvent<D> {
  get subject() {
    return { type: 'comment', id: this.data.commentId };
  }
}

/** `author` is the display name at that moment. */
export class CommentAdded extends CommentEvent<AboutTask & { commentId: number; author: string }> {
  static readonly type = 'comment.added';
}

export class CommentDeleted extends CommentEvent<{ commentId: number; taskId: number; authorId: number | null }> {
  static readonly type = 'comment.deleted';
}
