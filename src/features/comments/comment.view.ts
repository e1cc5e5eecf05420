import { PageOf } from '../../platform/input/list-query.js';
import { PersonView } from '../users/person.view.js';
import type { Comment } from './comment.entity.js';

export class CommentView {
  id!: number;
  task_id!: number;
  /** `null` if the account was deleted. */
  author!: PersonView | null;
  body!: string;
  created_at!: Date;

  static of(this: void, { id, taskId, author, body, createdAt }: Comment): CommentView {
    return { id, task_id: taskId, author: PersonView.of(author), body, created_at: createdAt };
  }
}

export class CommentPage extends PageOf(CommentView) {}
