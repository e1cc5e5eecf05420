import './comment.errors.js';
import { Injectable } from '@nestjs/common';
import { Rows } from '../../platform/access/rows.js';
import { Database } from '../../platform/database/database.js';
import { StaleRow } from '../../platform/database/stale-row.js';
import { columns, Table } from '../../platform/database/table.js';
import { Comment } from './comment.entity.js';
import { relationsToComment } from './comment.policy.js';
import { CommentView } from './comment.view.js';

const SHOWN = `
  ${columns(Comment, 'c')}, c.author_id AS "author.id",
  (SELECT u.display_name FROM users u WHERE u.id = c.author_id) AS "author.displayName"`;

const BY_ID = `
  SELECT ${SHOWN}, t.project_id AS "task.projectId", p.status AS "task.project.status"
  FROM comments c JOIN tasks t ON t.id = c.task_id JOIN projects p ON p.id = t.project_id WHERE c.id = $1`;

const OF_TASK = `SELECT ${SHOWN} FROM comments c WHERE c.task_id = $1 AND c.id > $2 ORDER BY c.id LIMIT $3`;

/** Whoever changes something below a project keeps it from being archived or deleted until that is committed. */
const ACTIVE_PROJECT = `WITH project AS (SELECT id FROM projects WHERE id = $1 AND status = 'active' FOR KEY SHARE)`;

const INSERT = `
  ${ACTIVE_PROJECT} INSERT INTO comments AS c (task_id, author_id, body) SELECT $2, $3, $4 FROM project
  RETURNING ${SHOWN}`;

const DELETE = `${ACTIVE_PROJECT} DELETE FROM comments c USING project WHERE c.id = $2`;

const EXISTING = 'SELECT id FROM comments WHERE id = ANY($1::bigint[])';

type Draft = Pick<Comment, 'task' | 'authorId' | 'body'>;

/** Each change is one statement, carried out only in an active project. */
@Injectable()
export class CommentRepository {
  private readonly table: Table<Comment>;

  constructor(
    private readonly db: Database,
    rows: Rows,
  ) {
    this.table = new Table(db, Comment);
    const find = (id: number) => this.table.find(BY_ID, [id]);
    rows.register<Comment>('comment', { find, relations: relationsToComment, view: CommentView.of });
  }

  listOfTask(taskId: number, { after, limit }: { after: number | null; limit: number }): Promise<Comment[]> {
    return this.table.list(OF_TASK, [taskId, after ?? 0, limit + 1]);
  }

  /** Those of them that there are. */
  async existing(ids: readonly number[]): Promise<number[]> {
    return (await this.db.query<{ id: number }>(EXISTING, [ids])).map(({ id }) => id);
  }

  /** @throws StaleRow when the project has been archived or deleted meanwhile */
  async insert({ task, authorId, body }: Draft): Promise<Comment> {
    const comment = await this.table.find(INSERT, [task.projectId, task.id, authorId, body]);
    if (!comment) throw new StaleRow();
    return comment;
  }

  /** @throws StaleRow when the comment or its project is not what it was when the comment was read */
  async delete({ task, id }: Comment): Promise<void> {
    if ((await this.db.execute(DELETE, [task.projectId, id])) === 0) throw new StaleRow();
  }
}
