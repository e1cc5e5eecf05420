import { VersionedView } from '../../platform/http/responses/versioned-view.js';
import { PageOf } from '../../platform/input/list-query.js';
import { PersonView } from '../users/person.view.js';
import type { Comment } from './comment.entity.js';

export class CommentView extends VersionedView {
  id!: number;
  task_id!: number;
  /** `null` if the account was deleted. */
  author!: PersonView | null;
  body!: string;
  /** The people whom the comment mentions, in the order in which they were named. */
  mentions!: PersonView[];
  created_at!: Date;
  /** When the comment was changed last; `null` if it never was. */
  edited_at!: Date | null;

  static of(this: void, comment: Comment): CommentView {
    const { id, taskId, author, body, mentions, version, createdAt, editedAt } = comment;
    return Object.assign(new CommentView(), {
      id,
      task_id: taskId,
      author: PersonView.of(author),
      body,
      mentions: mentions.map((person) => PersonView.of(person)),
      version,
      created_at: createdAt,
      edited_at: editedAt,
    });
  }
}

export class CommentPage extends PageOf(CommentView) {}
