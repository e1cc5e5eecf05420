import './comment.errors.js';
import { Injectable } from '@nestjs/common';
import type { Actor } from '../../platform/request/actor.js';
import { Database } from '../../platform/database/database.js';
import { EntityRepository } from '../../platform/database/entity-repository.js';
import { inActiveProject, inActiveProjectAsAuthor } from '../projects/project-member.entity.js';
import { PERSON_FIELDS } from '../users/person.entity.js';
import { Comment } from './comment.entity.js';

const EXISTING = 'SELECT id FROM comments WHERE id = ANY($1::bigint[])';

/** Each change is one statement, carried out only in an active project. */
@Injectable()
export class CommentRepository extends EntityRepository<Comment> {
  private readonly byId = `
    SELECT ${this.shown}, ${this.joined('t', 'task', ['projectId'])},
      ${this.joined('p', 'task.project', ['id', 'status'])}, m.role AS "task.project.role"
    FROM comments JOIN tasks t ON t.id = comments.task_id JOIN projects p ON p.id = t.project_id
    LEFT JOIN project_members m ON m.project_id = t.project_id AND m.user_id = $2 WHERE comments.id = $1`;

  private readonly ofTask = `
    SELECT ${this.shown} FROM comments WHERE task_id = $1 AND id > $2 ORDER BY id LIMIT $3`;

  constructor(db: Database) {
    super(Comment, db);
  }

  /** With the role of this person in its project. */
  findFor(personId: number, id: number): Promise<Comment | null> {
    return this.selectOne(this.byId, [id, personId]);
  }

  listOfTask(taskId: number, { after, limit }: { after: number | null; limit: number }): Promise<Comment[]> {
    return this.select(this.ofTask, [taskId, after ?? 0, limit + 1]);
  }

  /** Those of the comments that exist. */
  async existing(ids: readonly number[]): Promise<number[]> {
    return (await this.db.query<{ id: number }>(EXISTING, [ids])).map(({ id }) => id);
  }

  /** @throws StaleRow when the project was archived or deleted meanwhile, or the author has another role in it */
  addTo(task: Comment['task'], author: Pick<Actor, 'id'>, body: string): Promise<Comment> {
    return this.add({ taskId: task.id, authorId: author.id, body }, inActiveProjectAsAuthor(author, task.project));
  }

  /** @throws StaleRow when the comment or its project is not what it was when the comment was read */
  removeAs(writer: Pick<Actor, 'id'>, comment: Comment): Promise<void> {
    return this.deleteVersion(comment, inActiveProject(writer, comment.task.project));
  }

  protected override get shown(): string {
    return `${this.columns()}, ${this.related('author', PERSON_FIELDS)}`;
  }
}
