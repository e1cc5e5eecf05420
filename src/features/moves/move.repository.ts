import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import { EntityRepository } from '../../platform/database/entity-repository.js';
import { Task, type TaskStatus } from '../tasks/task.entity.js';
import { labelsOf } from '../tasks/references/task-label.entity.js';
import type { Place } from './place.js';

/**
 * The nearest task of project $1 on one side, not counting task $2. Deleted ones keep their places, so that they can come
 * back: they count, too.
 */
const nearest = (order: 'ASC' | 'DESC', than = '') => `
  (SELECT t.position FROM all_tasks t WHERE t.project_id = $1 AND t.id <> $2 ${than} ORDER BY t.position ${order} LIMIT 1)`;

const own = (column: string) => `(SELECT t.${column} FROM tasks t WHERE t.id = $2 AND t.project_id = $1)`;
const OWN = `${own('position')} AS own, ${own('version')} AS version`;
const BESIDE = 'FROM tasks a WHERE a.id = $3 AND a.project_id = $1';

const GAPS = {
  before_id: `SELECT ${nearest('DESC', 'AND t.position < a.position')} AS low, a.position AS high, ${OWN} ${BESIDE}`,
  after_id: `SELECT a.position AS low, ${nearest('ASC', 'AND t.position > a.position')} AS high, ${OWN} ${BESIDE}`,
  first: `SELECT NULL AS low, ${nearest('ASC')} AS high, ${OWN}`,
  last: `SELECT ${nearest('DESC')} AS low, NULL AS high, ${OWN}`,
  position: `SELECT ${nearest('DESC', 'AND t.position < $3')} AS low, ${nearest('ASC', 'AND t.position >= $3')} AS high, ${OWN}`,
};

const UP_TO = `
  SELECT id, position FROM all_tasks WHERE project_id = $1 AND id <> $2 AND position <= $3
  ORDER BY position DESC LIMIT $4`;

const FROM = `
  SELECT id, position FROM all_tasks WHERE project_id = $1 AND id <> $2 AND position >= $3
  ORDER BY position LIMIT $4`;

const CLAIM = `
  UPDATE project_counters SET last_task_number = last_task_number + $2, last_place = last_place + $3
  WHERE project_id = $1 RETURNING last_task_number AS number, last_place AS place`;

/** Locked in the order of their ids, as by others who change many tasks at once. */
const PLACE = `
  WITH held AS (SELECT id FROM all_tasks WHERE id = ANY ($2::bigint[]) AND project_id = $1 ORDER BY id FOR NO KEY UPDATE)
  UPDATE all_tasks t SET position = placed.position
  FROM held JOIN unnest($2::bigint[], $3::text[]) AS placed (id, position) USING (id)
  WHERE t.id = held.id AND t.position <> placed.position`;

/** Labels that the project has by name, too, become its own; the others go. */
const CARRY_LABELS = `
  WITH gone AS (DELETE FROM task_labels WHERE task_id = ANY ($2::bigint[]) RETURNING task_id, label_id),
  kept AS (
    INSERT INTO task_labels (task_id, label_id)
    SELECT gone.task_id, its.id FROM gone JOIN labels l ON l.id = gone.label_id
    JOIN labels its ON its.project_id = $1 AND its.name_key = l.name_key RETURNING task_id, label_id
  )
  SELECT task_id AS "taskId", json_agg(label_id ORDER BY label_id) AS old, coalesce((
    SELECT json_agg(label_id ORDER BY label_id) FROM kept WHERE kept.task_id = gone.task_id
  ), '[]') AS new FROM gone GROUP BY task_id`;

const LABELS = `SELECT ${labelsOf('$1::bigint')}`;

/** Between which positions a task is to stand, null being none, and the one that it has in that project. */
export interface Gap {
  low: string | null;
  high: string | null;
  own: string | null;
  /** Of the task; null where it is in another project. */
  version: number | null;
}

export interface Placed {
  id: number;
  position: string;
}

/** What a task is in the project to which it moves. */
export interface Arrival extends Placed {
  number: number;
  parentId: number | null;
  status: TaskStatus;
}

/** Ids, in ascending order. */
export interface CarriedLabels {
  old: number[];
  new: number[];
}

/** The order of the tasks of a project. All of it is called while the project is held (`TaskService.hold`). */
@Injectable()
export class MoveRepository extends EntityRepository<Task> {
  /** The number in the former project stays known as a ref of the task. */
  private readonly transferred = `
    WITH arrival AS (
      SELECT * FROM unnest($2::bigint[], $3::text[], $4::integer[], $5::bigint[], $6::text[])
        AS a (id, position, number, parent_id, status)
    ), former AS (
      INSERT INTO task_former_refs (project_id, number, task_id)
      SELECT t.project_id, t.number, t.id FROM tasks t JOIN arrival a ON a.id = t.id
    )
    UPDATE tasks SET project_id = $1, position = a.position, number = a.number, parent_id = a.parent_id,
      status = a.status, version = version + 1, updated_at = now()
    FROM arrival a WHERE tasks.id = a.id RETURNING ${this.columns()}`;

  constructor(db: Database) {
    super(Task, db);
  }

  /** Null where the task beside which it is to stand is not one of the project. */
  async findGap(projectId: number, taskId: number, place: Place): Promise<Gap | null> {
    const [text, ...values] = askFor(place);
    const [gap] = await this.rows<Gap & Record<string, unknown>>(text, [projectId, taskId, ...values]);
    return gap ?? null;
  }

  /** So many tasks of the project on each side of a gap, and one more, each from the gap outwards; not this task. */
  async listAround(
    projectId: number,
    taskId: number,
    { low, high, size }: { low: string; high: string; size: number },
  ): Promise<{ below: Placed[]; above: Placed[] }> {
    const below = await this.rows<Placed & Record<string, unknown>>(UP_TO, [projectId, taskId, low, size + 1]);
    const above = await this.rows<Placed & Record<string, unknown>>(FROM, [projectId, taskId, high, size + 1]);
    return { below, above };
  }

  /** Takes so many numbers and places behind the last ones of the project; answers the last of each. */
  async claim(projectId: number, numbers: number, places: number): Promise<{ number: number; place: number }> {
    const [last] = await this.rows<{ number: number; place: number }>(CLAIM, [projectId, numbers, places]);
    if (!last) throw new Error(`Project ${projectId} is not held.`);
    return last;
  }

  /** Tasks of one project that swap positions don't collide: the constraint waits for the end of the statement. */
  async place(projectId: number, placed: readonly Placed[]): Promise<void> {
    await this.execute(PLACE, [projectId, placed.map(({ id }) => id), placed.map(({ position }) => position)]);
  }

  transfer(projectId: number, arrivals: readonly Arrival[]): Promise<Task[]> {
    const list = (part: keyof Arrival) => arrivals.map((arrival) => arrival[part]);
    const values = [list('id'), list('position'), list('number'), list('parentId'), list('status')];
    return this.select(this.transferred, [projectId, ...values]);
  }

  /** For each task that had labels, which ones, and which it has now. */
  async carryLabels(projectId: number, taskIds: readonly number[]): Promise<Map<number, CarriedLabels>> {
    const rows = await this.rows<CarriedLabels & { taskId: number }>(CARRY_LABELS, [projectId, taskIds]);
    return new Map(rows.map((row) => [row.taskId, { old: row.old, new: row.new }]));
  }

  async listLabels(taskId: number): Promise<Task['labels']> {
    const [row] = await this.rows<{ labels: Task['labels'] }>(LABELS, [taskId]);
    return row?.labels ?? [];
  }
}

function askFor(place: Place): [text: string, ...values: unknown[]] {
  if ('field' in place) return [GAPS[place.field], place.taskId];
  return 'to' in place ? [GAPS[place.to]] : [GAPS.position, place.position];
}
