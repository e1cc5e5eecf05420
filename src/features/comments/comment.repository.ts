import './comment.errors.js';
import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import { EntityRepository } from '../../platform/database/entity-repository.js';
import { inActiveProject } from '../projects/project-member.entity.js';
import { Comment } from './comment.entity.js';

const EXISTING = 'SELECT id FROM comments WHERE id = ANY($1::bigint[])';

/** Each change is one statement, carried out only in an active project. */
@Injectable()
export class CommentRepository extends EntityRepository<Comment> {
  private readonly byId = `
    SELECT ${this.shown}, ${this.joined('t', 'task', ['projectId'])}, ${this.joined('p', 'task.project', ['status'])}
    FROM comments JOIN tasks t ON t.id = comments.task_id JOIN projects p ON p.id = t.project_id
    WHERE comments.id = $1`;

  private readonly ofTask = `
    SELECT ${this.shown} FROM comments WHERE task_id = $1 AND id > $2 ORDER BY id LIMIT $3`;

  constructor(db: Database) {
    super(Comment, db);
  }

  findById(id: number): Promise<Comment | null> {
    return this.selectOne(this.byId, [id]);
  }

  listOfTask(taskId: number, { after, limit }: { after: number | null; limit: number }): Promise<Comment[]> {
    return this.select(this.ofTask, [taskId, after ?? 0, limit + 1]);
  }

  /** Those of the comments that exist. */
  async existing(ids: readonly number[]): Promise<number[]> {
    return (await this.db.query<{ id: number }>(EXISTING, [ids])).map(({ id }) => id);
  }

  /** @throws StaleRow when the project has been archived or deleted meanwhile */
  addTo(task: Comment['task'], draft: Pick<Comment, 'authorId' | 'body'>): Promise<Comment> {
    return this.add({ taskId: task.id, ...draft }, inActiveProject(task.projectId));
  }

  /** @throws StaleRow when the comment or its project is not what it was when the comment was read */
  override deleteVersion(comment: Comment): Promise<void> {
    return super.deleteVersion(comment, inActiveProject(comment.task.projectId));
  }

  protected override get shown(): string {
    return `${this.columns()}, ${this.related('author', ['displayName'])}`;
  }
}
