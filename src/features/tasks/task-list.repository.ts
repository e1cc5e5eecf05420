import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import { EntityRepository } from '../../platform/database/entity-repository.js';
import { readableProjects } from '../projects/project-member.entity.js';
import { PERSON_FIELDS } from '../users/person.entity.js';
import { isWatchedBy } from './task-watcher.entity.js';
import { Task, TASK_STATUSES, type TaskPriority, type TaskStatus } from './task.entity.js';

export interface TaskFilter {
  /** The id of the last task of the page before. */
  after: number | null;
  limit: number;
  status?: readonly TaskStatus[];
  priority?: readonly TaskPriority[];
  assignee?: number | 'none';
  projectId?: number;
  /** Whether this person watches them. */
  watching?: { by: number; is: boolean };
  parent?: number | 'none';
}

/**
 * One status of one project or person is a range of an index. The order is named by the columns of that index, or the
 * planner might walk the primary key instead, past the tasks of everybody else.
 */
const range = (shown: string, whose: string, status: string, narrowed: string) => `
  SELECT ${shown} FROM tasks t
  WHERE ${whose} AND (t.status, t.id) > (${status}, $1::bigint) AND t.status <= ${status}${narrowed}
  ORDER BY t.status, t.id LIMIT $2`;

/** A range for each of the statuses in $4. */
const ranges = (shown: string, whose: string, narrowed: string) =>
  `unnest($4::text[]) AS wanted (status) CROSS JOIN LATERAL (${range(shown, whose, 'wanted.status', narrowed)}) t`;

const ASSIGNED = (narrowed: string) => `SELECT t.id FROM ${ranges('t.id', 't.assignee_id = $3', narrowed)}`;

/** One range for each project that the person may read. */
const IN_PROJECTS = (narrowed: string) =>
  `SELECT t.id FROM ${readableProjects('$3')} p CROSS JOIN ${ranges('t.id', 't.project_id = p.project_id', narrowed)}`;

/** LIMIT 1 makes each row a look-up by its key, whatever the planner thinks of the number of ids. */
const page = (shown: string, ids: string) => `
  SELECT ${shown} FROM (${ids} ORDER BY id LIMIT $2) page
  CROSS JOIN LATERAL (SELECT * FROM tasks WHERE id = page.id LIMIT 1) t ORDER BY page.id`;

/**
 * Pages of tasks. Each reads at most one page from each range of an index, so every page costs the same at any depth.
 */
@Injectable()
export class TaskListRepository extends EntityRepository<Task> {
  private readonly listed = `${this.columns('t')}, ${this.related('assignee', PERSON_FIELDS, 't')},
    ${this.related('project', ['key'], 't')}`;

  constructor(db: Database) {
    super(Task, db);
  }

  listOfProject(projectId: number, filter: TaskFilter): Promise<Task[]> {
    const { status: statuses = TASK_STATUSES } = filter;
    const [status] = statuses;
    const values = [...begin(filter), projectId, statuses.length > 1 ? statuses : status];
    const narrowed = narrow(filter, values);
    const whose = 't.project_id = $3';
    if (statuses.length === 1) return this.select(range(this.listed, whose, '$4', narrowed), values);
    const text = `SELECT ${this.listed} FROM ${ranges('t.*', whose, narrowed)} ORDER BY t.id LIMIT $2`;
    return this.select(text, values);
  }

  /** In the trash. */
  listDeletedOf(projectId: number, { after, limit }: Pick<TaskFilter, 'after' | 'limit'>): Promise<Task[]> {
    const text = `
      SELECT ${this.listed} FROM all_tasks t
      WHERE t.project_id = $3 AND t.deleted_at IS NOT NULL AND t.id > $1 ORDER BY t.id LIMIT $2`;
    return this.select(text, [after ?? 0, limit + 1, projectId]);
  }

  listAssignedTo(userId: number, filter: TaskFilter): Promise<Task[]> {
    const values = [...begin(filter), userId, filter.status ?? TASK_STATUSES];
    return this.select(page(this.listed, ASSIGNED(narrow(filter, values))), values);
  }

  /** In projects that the person may read, or assigned to them. */
  listReadableBy(userId: number, filter: TaskFilter): Promise<Task[]> {
    const values = [...begin(filter), userId, filter.status ?? TASK_STATUSES];
    const narrowed = narrow(filter, values);
    return this.select(page(this.listed, `${IN_PROJECTS(narrowed)} UNION ${ASSIGNED(narrowed)}`), values);
  }

  listAll(filter: TaskFilter): Promise<Task[]> {
    const values = [...begin(filter), filter.status ?? TASK_STATUSES];
    const narrowed = narrow(filter, values);
    const text = `
      SELECT ${this.listed} FROM tasks t WHERE t.id > $1 AND t.status = ANY($3)${narrowed} ORDER BY t.id LIMIT $2`;
    return this.select(text, values);
  }
}

function begin({ after, limit }: TaskFilter): unknown[] {
  return [after ?? 0, limit + 1];
}

/** Conditions that no index answers; their values join the others. */
function narrow({ priority, assignee, projectId, watching, parent }: TaskFilter, values: unknown[]): string {
  let conditions = '';
  if (priority) conditions += ` AND t.priority = ANY($${values.push(priority)}::text[])`;
  if (assignee === 'none') conditions += ' AND t.assignee_id IS NULL';
  else if (assignee !== undefined) conditions += ` AND t.assignee_id = $${values.push(assignee)}`;
  if (projectId !== undefined) conditions += ` AND t.project_id = $${values.push(projectId)}`;
  if (watching) {
    const isWatched = isWatchedBy('t.id', `$${values.push(watching.by)}`);
    conditions += ` AND ${isWatched} IS ${watching.is ? 'TRUE' : 'NOT TRUE'}`;
  }
  if (parent === 'none') conditions += ' AND t.parent_id IS NULL';
  else if (parent !== undefined) conditions += ` AND t.parent_id = $${values.push(parent)}`;
  return conditions;
}
