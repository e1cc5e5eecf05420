import { Injectable } from '@nestjs/common';
import { Rows } from '../../platform/access/rows.js';
import { Database } from '../../platform/database/database.js';
import { StaleRow } from '../../platform/database/stale-row.js';
import { columns, Table } from '../../platform/database/table.js';
import { Task } from './task.entity.js';
import { relationsToTask } from './task.policy.js';
import { TaskView } from './task.view.js';

const BY_ID = `
  SELECT ${columns(Task, 't')}, u.id AS "assignee.id", u.display_name AS "assignee.displayName",
    p.name AS "project.name", p.status AS "project.status", p.owner_id AS "project.ownerId"
  FROM tasks t JOIN projects p ON p.id = t.project_id LEFT JOIN users u ON u.id = t.assignee_id WHERE t.id = $1`;

/** Whoever changes something below a project keeps it from being archived or deleted until that is committed. */
const ACTIVE_PROJECT = `WITH project AS (SELECT id FROM projects WHERE id = $1 AND status = 'active' FOR KEY SHARE)`;

const INSERT = `
  ${ACTIVE_PROJECT} INSERT INTO tasks (project_id, title, description, priority, assignee_id)
  SELECT id, $2, $3, $4, $5 FROM project RETURNING ${columns(Task, 'tasks')}`;

const SAVE = `
  ${ACTIVE_PROJECT} UPDATE tasks t SET title = $4, description = $5, status = $6, priority = $7, assignee_id = $8,
    version = t.version + 1, updated_at = now()
  FROM project WHERE t.id = $2 AND t.version = $3 AND t.project_id = project.id
  RETURNING t.version, t.updated_at AS "updatedAt"`;

const DELETE = `
  ${ACTIVE_PROJECT} DELETE FROM tasks t USING project WHERE t.id = $2 AND t.version = $3 AND t.project_id = project.id`;

/** In the order in which a change locks: first the project, then the task. */
const LOCK = `
  WITH project AS (
    SELECT id FROM projects WHERE id = (SELECT project_id FROM tasks WHERE id = $1) FOR KEY SHARE
  )
  SELECT FROM tasks t, project WHERE t.id = $1 AND t.project_id = project.id FOR NO KEY UPDATE OF t`;

type Draft = Pick<Task, 'projectId' | 'title' | 'description' | 'priority' | 'assigneeId'>;

/** Each change is one statement, carried out only in an active project. */
@Injectable()
export class TaskRepository {
  private readonly table: Table<Task>;

  constructor(
    private readonly db: Database,
    rows: Rows,
  ) {
    this.table = new Table(db, Task);
    const find = (id: number) => this.table.find(BY_ID, [id]);
    const lock = async (id: number) => void (await db.execute(LOCK, [id]));
    rows.register<Task>('task', { find, relations: relationsToTask, view: TaskView.of, lock });
  }

  /** @throws StaleRow when the project has been archived or deleted meanwhile */
  async insert({ projectId, title, description, priority, assigneeId }: Draft): Promise<Task> {
    const task = await this.table.find(INSERT, [projectId, title, description, priority, assigneeId]);
    if (!task) throw new StaleRow();
    return task;
  }

  /** @throws StaleRow when the task or its project is not what it was when the task was read */
  async save(task: Task): Promise<void> {
    const { projectId, id, version, title, description, status, priority, assigneeId } = task;
    const values = [projectId, id, version, title, description, status, priority, assigneeId];
    const [saved] = await this.db.query<Pick<Task, 'version' | 'updatedAt'>>(SAVE, values);
    if (!saved) throw new StaleRow();
    Object.assign(task, saved);
  }

  /** @throws StaleRow, as `save` does */
  async delete({ projectId, id, version }: Task): Promise<void> {
    if ((await this.db.execute(DELETE, [projectId, id, version])) === 0) throw new StaleRow();
  }
}
