import { Injectable } from '@nestjs/common';
import { Database } from '../../../platform/database/database.js';
import type { Recurrence, TaskPriority, TaskStatus } from '../../tasks/task.entity.js';

const SNAPSHOT = 'SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY';

const externalId = (kind: string, id: string) =>
  `(SELECT e.external_id FROM external_ids e WHERE e.row_id = ${id} AND e.kind = '${kind}' LIMIT 1) AS external_id`;
const person = (id: string) => `(SELECT u.display_name FROM users u WHERE u.id = ${id})`;

const PROJECT = `
  SELECT p.id, p.key, p.name, p.description, p.status, p.created_at, ${externalId('project', 'p.id')}
  FROM projects p WHERE p.id = $1`;

const LABELS = 'SELECT id, name, color FROM labels WHERE project_id = $1 ORDER BY id';

const MEMBERS = `
  SELECT m.user_id AS id, u.display_name, u.kind AS type, m.role, m.joined_at
  FROM project_members m JOIN users u ON u.id = m.user_id WHERE m.project_id = $1 AND m.user_id > $2
  ORDER BY m.user_id LIMIT $3`;

const TASK_LABELS = `
  ARRAY(
    SELECT l.name FROM task_labels tl JOIN labels l ON l.id = tl.label_id WHERE tl.task_id = t.id ORDER BY l.name, l.id
  )`;

/** In the order of the project. */
const TASKS = `
  SELECT t.id, t.number, t.position, t.parent_id, t.title, t.description, t.status, t.priority,
    ${person('t.assignee_id')} AS assignee, ${TASK_LABELS} AS labels, t.start_on::text, t.due_on::text, t.recurrence,
    t.created_at, t.updated_at, ${externalId('task', 't.id')}
  FROM tasks t WHERE t.project_id = $1 AND t.position > $2 ORDER BY t.position LIMIT $3`;

const IDS = 'SELECT id, number FROM tasks WHERE project_id = $1 AND number > $2 ORDER BY number LIMIT $3';

const COMMENTS = `
  SELECT c.id, c.task_id, c.body, ${person('c.author_id')} AS author, c.created_at, c.edited_at,
    ${externalId('comment', 'c.id')}
  FROM comments c WHERE c.task_id = ANY ($1::bigint[]) AND (c.task_id, c.id) > ($2, $3) ORDER BY c.task_id, c.id LIMIT $4`;

const RELATIONS = `
  SELECT r.id, r.type, r.from_task_id AS task_id, r.to_task_id AS other_task_id
  FROM task_relations r JOIN tasks o ON o.id = r.to_task_id
  WHERE r.from_task_id = ANY ($1::bigint[]) AND o.project_id = $2 ORDER BY r.id`;

const FILES = `
  SELECT f.id, f.task_id, f.name, f.size, f.content_type, f.sha256, ${person('f.author_id')} AS author, f.created_at
  FROM files f WHERE f.task_id = ANY ($1::bigint[]) ORDER BY f.id`;

export interface ExportedTask {
  id: number;
  number: number;
  position: string;
  parent_id: number | null;
  title: string;
  description: string | null;
  status: TaskStatus;
  priority: TaskPriority;
  assignee: string | null;
  labels: string[];
  start_on: string | null;
  due_on: string | null;
  recurrence: Recurrence | null;
  created_at: Date;
  updated_at: Date;
  external_id: string | null;
}

type Row = Record<string, unknown>;

export interface ExportedMember {
  id: number;
  display_name: string;
  /** What kind of account it is. */
  type: string;
  role: string;
  joined_at: Date;
}

/** Rows of a page; of comments and files, of a page of tasks. */
const PAGE = 500;

/** Reads a project page by page. Call it in a transaction that began with `beginSnapshot`: it shows one moment. */
@Injectable()
export class ExportRepository {
  constructor(private readonly db: Database) {}

  async beginSnapshot(): Promise<void> {
    await this.db.execute(SNAPSHOT);
  }

  async project(id: number): Promise<Row | undefined> {
    return (await this.db.query<Row>(PROJECT, [id]))[0];
  }

  labels(projectId: number): Promise<Row[]> {
    return this.db.query<Row>(LABELS, [projectId]);
  }

  async *members(projectId: number): AsyncGenerator<ExportedMember[]> {
    yield* this.pages<ExportedMember & Row>(
      0,
      ({ id }) => id,
      (after) => [MEMBERS, [projectId, after, PAGE]],
    );
  }

  async *tasks(projectId: number): AsyncGenerator<ExportedTask[]> {
    const next = ({ position }: ExportedTask) => position;
    yield* this.pages<ExportedTask & Row, string>('', next, (after) => [TASKS, [projectId, after, PAGE]]);
  }

  async *comments(projectId: number): AsyncGenerator<Row[]> {
    type Comment = Row & { id: number; task_id: number };
    const next = ({ task_id, id }: Comment) => [task_id, id];
    for await (const ids of this.taskIds(projectId))
      yield* this.pages<Comment, number[]>([0, 0], next, (after) => [COMMENTS, [ids, ...after, PAGE]]);
  }

  /** Those whose ends are both in the project. */
  async *relations(projectId: number): AsyncGenerator<Row[]> {
    for await (const ids of this.taskIds(projectId)) yield await this.db.query<Row>(RELATIONS, [ids, projectId]);
  }

  async *files(projectId: number): AsyncGenerator<Row[]> {
    for await (const ids of this.taskIds(projectId)) yield await this.db.query<Row>(FILES, [ids]);
  }

  private async *taskIds(projectId: number): AsyncGenerator<number[]> {
    const pages = this.pages<{ id: number; number: number }>(
      0,
      ({ number }) => number,
      (after) => [IDS, [projectId, after, PAGE]],
    );
    for await (const page of pages) yield page.map(({ id }) => id);
  }

  private async *pages<T extends Row, P = number>(
    first: P,
    next: (last: T) => P,
    ask: (after: P) => [string, unknown[]],
  ): AsyncGenerator<T[]> {
    for (let after = first; ;) {
      const rows = await this.db.query<T>(...ask(after));
      yield rows;
      const last = rows.at(-1);
      if (!last || rows.length < PAGE) return;
      after = next(last);
    }
  }
}
