import { Injectable } from '@nestjs/common';
import { Database } from '../../../platform/database/database.js';
import { EntityRepository } from '../../../platform/database/entity-repository.js';
import { readableProjects } from '../../projects/project-member.entity.js';
import { PERSON_FIELDS } from '../../users/person.entity.js';
import { labelsOf } from '../references/task-label.entity.js';
import { Task, TASK_STATUSES, type TaskStatus } from '../task.entity.js';
import { narrow, type TaskNarrowing } from './task-filter.js';
import { TaskOrder, type TaskSort } from './task-sort.js';

export interface TaskFilter extends TaskNarrowing {
  sort: TaskSort;
  /** The id of the last task of the page before, and what it was sorted by. */
  after: number | null;
  afterKey: string | null;
  limit: number;
  status?: readonly TaskStatus[];
}

/** For each task its assignee, by the key: made into JSON in the select list, they cost a fifth of a page. */
const WITH_ASSIGNEE = 'LEFT JOIN LATERAL (SELECT * FROM users WHERE id = t.assignee_id LIMIT 1) u ON true';

/** One status of one project or person is a range of an index. */
function range(shown: string, whose: string, status: string, { order, narrowed }: Asked, join = ''): string {
  const { after, by } = order.within(status);
  return `SELECT ${shown} FROM tasks t ${join} WHERE ${whose} AND ${after}${narrowed} ORDER BY ${by} LIMIT $2`;
}

/** A range for each of the statuses in $4. */
const ranges = (shown: string, whose: string, asked: Asked) =>
  `unnest($4::text[]) AS wanted (status) CROSS JOIN LATERAL (${range(shown, whose, 'wanted.status', asked)}) t`;

const assigned = (asked: Asked) => `SELECT t.* FROM ${ranges(asked.order.found, 't.assignee_id = $3', asked)}`;

/** One range for each of these projects. */
const inProjects = (projects: string, asked: Asked) => `
  SELECT t.* FROM ${projects} p
  CROSS JOIN ${ranges(asked.order.found, 't.project_id = p.project_id', asked)}`;

/** LIMIT 1 makes each row a look-up by its key, whatever the planner thinks of the number of ids. */
const page = (shown: string, found: string, { order }: Asked) => `
  SELECT ${shown} FROM (${found} ORDER BY ${order.byFound()} LIMIT $2) page
  CROSS JOIN LATERAL (SELECT * FROM tasks WHERE id = page.id LIMIT 1) t ${WITH_ASSIGNEE} ORDER BY ${order.byFound('page.')}`;

/**
 * Pages of tasks. Each reads at most one page from each range of an index, so every page costs the same at any depth.
 */
@Injectable()
export class TaskListRepository extends EntityRepository<Task> {
  private readonly listed = this.listedOf('t.project_id');
  /** The key of one project is read once, not for each task. */
  private readonly listedOfOne = this.listedOf('$3');

  constructor(db: Database) {
    super(Task, db);
  }

  listOfProject(projectId: number, filter: TaskFilter): Promise<Task[]> {
    const { status: statuses = TASK_STATUSES } = filter;
    const values = [...begin(filter), projectId, statuses.length > 1 ? statuses : statuses[0]];
    const asked = ask(filter, values);
    const whose = 't.project_id = $3';
    if (statuses.length === 1) return this.select(range(this.listedOfOne, whose, '$4', asked, WITH_ASSIGNEE), values);
    const text = `SELECT ${this.listedOfOne} FROM ${ranges('t.*', whose, asked)} ${WITH_ASSIGNEE} ORDER BY ${asked.order.by} LIMIT $2`;
    return this.select(text, values);
  }

  /** Those of these tasks that the project has. */
  listAmong(projectId: number, ids: readonly number[]): Promise<Task[]> {
    const text = `SELECT ${this.listed} FROM tasks t ${WITH_ASSIGNEE} WHERE t.id = ANY ($2::bigint[]) AND t.project_id = $1`;
    return this.select(text, [projectId, ids]);
  }

  /** In the trash. */
  listDeletedOf(projectId: number, { after, limit }: Pick<TaskFilter, 'after' | 'limit'>): Promise<Task[]> {
    const text = `
      SELECT ${this.listed} FROM all_tasks t ${WITH_ASSIGNEE}
      WHERE t.project_id = $3 AND t.deleted_at IS NOT NULL AND t.id > $1 ORDER BY t.id LIMIT $2`;
    return this.select(text, [after ?? 0, limit + 1, projectId]);
  }

  listAssignedTo(userId: number, filter: TaskFilter): Promise<Task[]> {
    const values = [...begin(filter), userId, filter.status ?? TASK_STATUSES];
    const asked = ask(filter, values);
    return this.select(page(this.listed, assigned(asked), asked), values);
  }

  /** In projects that the person may read, or assigned to them. */
  listReadableBy(userId: number, filter: TaskFilter): Promise<Task[]> {
    const values = [...begin(filter), userId, filter.status ?? TASK_STATUSES];
    const asked = ask(filter, values);
    const projects = filter.only ? readableProjects('$3', `$${values.push(filter.only)}`) : readableProjects('$3');
    return this.select(page(this.listed, `${inProjects(projects, asked)} UNION ${assigned(asked)}`, asked), values);
  }

  listOfProjects(projectIds: readonly number[], filter: TaskFilter): Promise<Task[]> {
    const values = [...begin(filter), projectIds, filter.status ?? TASK_STATUSES];
    const asked = ask(filter, values);
    const projects = '(SELECT id AS project_id FROM unnest($3::bigint[]) AS these (id))';
    return this.select(page(this.listed, inProjects(projects, asked), asked), values);
  }

  listAll(filter: TaskFilter): Promise<Task[]> {
    const values = [...begin(filter), filter.status ?? TASK_STATUSES];
    const { order, narrowed } = ask(filter, values);
    const where = `${order.after} AND t.status = ANY($3)${narrowed}`;
    const text = `SELECT ${this.listed} FROM tasks t ${WITH_ASSIGNEE} WHERE ${where} ORDER BY ${order.by} LIMIT $2`;
    return this.select(text, values);
  }

  private listedOf(project: string): string {
    return `${this.columns('t')}, ${this.joined('u', 'assignee', ['id', ...PERSON_FIELDS])},
      t.project_id AS "project.id", (SELECT key FROM projects WHERE id = ${project}) AS "project.key", ${labelsOf('t.id')}`;
  }
}

/** The order and the conditions of a page. */
interface Asked {
  order: TaskOrder;
  narrowed: string;
}

/** The statement's first values; `TaskOrder` sets the id. */
function begin({ limit }: TaskFilter): unknown[] {
  return [null, limit + 1];
}

function ask(filter: TaskFilter, values: unknown[]): Asked {
  return { order: new TaskOrder(filter, values), narrowed: narrow(filter, values) };
}
