import './comment.errors.js';
import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import { EntityRepository } from '../../platform/database/entity-repository.js';
import { StaleRow } from '../../platform/database/stale-row.js';
import type { Guard } from '../../platform/database/statements/entity-sql.js';
import { inActiveProject, inActiveProjectAsAuthor, type Writer } from '../projects/project-member.entity.js';
import { watchWith } from '../tasks/audience/task-watcher.entity.js';
import { PERSON_FIELDS, personIn } from '../users/person.entity.js';
import { Comment } from './comment.entity.js';

const EXISTING = `
  SELECT c.id, c.mention_ids AS "mentionIds" FROM comments c JOIN tasks t ON t.id = c.task_id
  WHERE c.id = ANY($1::bigint[])`;

/** As feeds see them. */
export const COMMENTS_OF_PROJECTS = `
  SELECT t.project_id, c.id, c.task_id, NULL::bigint AS other_task_id
  FROM comments c JOIN tasks t ON t.id = c.task_id`;

/** Most comments mention nobody: then nobody is looked up. */
const MENTIONS = `
  CASE WHEN comments.mention_ids = '{}' THEN '[]' ELSE (
    SELECT coalesce(json_agg(${personIn('u')} ORDER BY array_position(comments.mention_ids, u.id)), '[]')
    FROM users u WHERE u.id = ANY (comments.mention_ids)
  ) END AS mentions`;

/** What is written of a comment. */
type Draft = Pick<Comment, 'body' | 'mentionIds'>;

/** Each change is one statement, carried out only in an active project. */
@Injectable()
export class CommentRepository extends EntityRepository<Comment> {
  private readonly byId = `
    SELECT ${this.shown}, ${this.joined('t', 'task', ['id', 'projectId', 'title', 'assigneeId'])},
      ${this.joined('p', 'task.project', ['id', 'name', 'status', 'ownerId'])}, m.role AS "task.project.role"
    FROM comments JOIN tasks t ON t.id = comments.task_id JOIN projects p ON p.id = t.project_id
    LEFT JOIN project_members m ON m.project_id = t.project_id AND m.user_id = $2 WHERE comments.id = $1`;

  private readonly ofTask = `
    SELECT ${this.shown} FROM comments WHERE task_id = $1 AND id > $2 ORDER BY id LIMIT $3`;

  private readonly among = `
    SELECT ${this.shown} FROM comments WHERE id = ANY ($2::bigint[])
    AND EXISTS (SELECT FROM tasks t WHERE t.id = comments.task_id AND t.project_id = $1)`;

  constructor(db: Database) {
    super(Comment, db);
  }

  /** With the role of this person in its project. */
  findFor(personId: number, id: number): Promise<Comment | null> {
    return this.lookUp(this.byId, [id, personId]);
  }

  listOfTask(taskId: number, { after, limit }: { after: number | null; limit: number }): Promise<Comment[]> {
    return this.select(this.ofTask, [taskId, after ?? 0, limit + 1]);
  }

  /** Those of these comments that are on tasks of the project. */
  listAmong(projectId: number, ids: readonly number[]): Promise<Comment[]> {
    return this.select(this.among, [projectId, ids]);
  }

  /** Those of the comments that exist, with whom they mention. */
  existing(ids: readonly number[]): Promise<{ id: number; mentionIds: number[] }[]> {
    return this.rows<{ id: number; mentionIds: number[] }>(EXISTING, [ids]);
  }

  /**
   * The author and whom they mention watch the task from now on.
   *
   * @throws StaleRow when the project was archived or deleted meanwhile, or the author has another role in it
   */
  async addTo({ id, project }: Comment['task'], author: Writer, { body, mentionIds }: Draft): Promise<Comment> {
    const guard = inActiveProjectAsAuthor(author, project);
    const values = [id, author.id, body, mentionIds, inOrder([author.id, ...mentionIds])];
    const comment = await this.selectOne(this.added(guard), [...guard.values, ...values]);
    if (!comment) throw new StaleRow();
    return comment;
  }

  /**
   * Writes its body and mentions, and sets the time. Whoever is newly mentioned watches the task from now on.
   *
   * @throws StaleRow when the comment or its project is not what it was when the comment was read
   */
  async saveAs(writer: Writer, comment: Comment, { body, mentionIds }: Draft): Promise<Comment> {
    const guard = inActiveProject(writer, comment.task.project);
    const mentioned = mentionIds.filter((one) => !comment.mentionIds.includes(one));
    const values = [comment.id, comment.version, body, mentionIds, inOrder(mentioned)];
    const saved = await this.selectOne(this.edited(guard), [...guard.values, ...values]);
    if (!saved) throw new StaleRow();
    return Object.assign(comment, saved);
  }

  /** @throws StaleRow when the comment or its project is not what it was when the comment was read */
  removeAs(writer: Writer, comment: Comment): Promise<void> {
    return this.deleteVersion(comment, inActiveProject(writer, comment.task.project));
  }

  protected override get shown(): string {
    return `${this.columns()}, ${this.related('author', PERSON_FIELDS)}, ${MENTIONS}`;
  }

  private added({ text, values: { length } }: Guard): string {
    const [task, author, body, mentions, people] = [1, 2, 3, 4, 5].map((nth) => `$${length + nth}`);
    return `
      WITH guard AS (${text}), written AS (
        INSERT INTO comments (task_id, author_id, body, mention_ids)
        SELECT ${task}, ${author}, ${body}, ${mentions} FROM guard WHERE EXISTS (SELECT FROM tasks WHERE id = ${task})
        RETURNING *
      ), watching AS (${watchWith('written', people ?? '')})
      SELECT ${this.shown} FROM written AS comments`;
  }

  private edited({ text, values: { length } }: Guard): string {
    const [id, version, body, mentions, people] = [1, 2, 3, 4, 5].map((nth) => `$${length + nth}`);
    return `
      WITH guard AS (${text}), written AS (
        UPDATE comments SET body = ${body}, mention_ids = ${mentions}, edited_at = now(), version = version + 1
        FROM guard WHERE comments.id = ${id} AND comments.version = ${version} RETURNING comments.*
      ), watching AS (${watchWith('written', people ?? '')})
      SELECT ${this.shown} FROM written AS comments`;
  }
}

/** In the order in which every statement adds them, so that two of these can't wait for each other. */
function inOrder(people: readonly number[]): number[] {
  return [...people].sort((one, other) => one - other);
}
