import { Injectable } from '@nestjs/common';
import type { Principal } from '../../platform/access/policy.js';
import { Database } from '../../platform/database/database.js';
import { EntityRepository } from '../../platform/database/entity-repository.js';
import { StaleRow } from '../../platform/database/stale-row.js';
import { inActiveProject, reached, type Writer } from '../projects/project-member.entity.js';
import type { Task } from '../tasks/task.entity.js';
import { TaskRelation } from './relation.entity.js';
import { inverseOf, type KeptType, type Link, type RelatedTask, type SeenRelation } from './relation-type.js';

/**
 * The relations of task $1 with the other task, where person $2 may read that; with $3, they may read all. $4: the
 * projects that their API token is for.
 */
const seen = (narrowed: string) => `
  SELECT ends.id, ends.type, ends."isTurned", $1::bigint AS "ownId", o.id AS "taskId", o.project_id AS "projectId", o.title, o.status,
    (SELECT p.key FROM projects p WHERE p.id = o.project_id) || '-' || o.number AS ref
  FROM (
    SELECT r.id, r.type, false AS "isTurned", r.to_task_id AS other FROM task_relations r
    WHERE r.from_task_id = $1 AND r.id ${narrowed}
    UNION ALL
    SELECT r.id, r.type, true, r.from_task_id FROM task_relations r WHERE r.to_task_id = $1 AND r.id ${narrowed}
  ) ends CROSS JOIN LATERAL (SELECT * FROM tasks WHERE id = ends.other LIMIT 1) o
  WHERE ($3 OR o.assignee_id = $2
    OR EXISTS (SELECT FROM project_members m WHERE m.project_id = o.project_id AND m.user_id = $2))
    AND ${reached('o.project_id', '$4')}
  ORDER BY ends.id`;

const PAGE = `${seen('> $5')} LIMIT $6`;
const ONE = seen('= $5');

/**
 * As feeds see them: in a project it is seen from its task there; from the one that blocks or duplicates, where both are.
 */
export const RELATIONS_OF_PROJECTS = `
  SELECT f.project_id, r.id, r.from_task_id AS task_id, r.to_task_id AS other_task_id
  FROM task_relations r JOIN tasks f ON f.id = r.from_task_id JOIN tasks o ON o.id = r.to_task_id
  UNION ALL
  SELECT o.project_id, r.id, r.to_task_id, r.from_task_id
  FROM task_relations r JOIN tasks f ON f.id = r.from_task_id JOIN tasks o ON o.id = r.to_task_id
  WHERE o.project_id <> f.project_id`;

/**
 * These relations as project $1 has them, where person $3 may read the other task; with $4, they may read all. $5: the
 * projects that their API token is for.
 */
const AMONG = `
  SELECT r.id, r.type, ends.other_task_id = r.from_task_id AS "isTurned", ends.task_id AS "ownId", o.id AS "taskId",
    o.project_id AS "projectId", o.title, o.status,
    (SELECT p.key FROM projects p WHERE p.id = o.project_id) || '-' || o.number AS ref
  FROM unnest($2::bigint[]) AS asked (id)
  CROSS JOIN LATERAL (
    SELECT * FROM (${RELATIONS_OF_PROJECTS}) seen WHERE seen.id = asked.id AND seen.project_id = $1 LIMIT 1
  ) ends
  JOIN task_relations r ON r.id = ends.id JOIN tasks o ON o.id = ends.other_task_id
  WHERE (
    $4 OR o.project_id = $1 OR o.assignee_id = $3
    OR EXISTS (SELECT FROM project_members m WHERE m.project_id = o.project_id AND m.user_id = $3)
  ) AND ${reached('o.project_id', '$5')}`;

/** The task in the path, where it is still in that project, and the other one. */
const lockEnds = (guard: string, given: number) => `
  WITH guard AS (${guard})
  SELECT t.id FROM guard, tasks t
  WHERE t.id = $${given + 2} OR (t.id = $${given + 1} AND t.project_id = guard.id)
  ORDER BY t.id FOR NO KEY UPDATE OF t`;

/** One at a time in the whole installation: a circle can lead through any tasks. */
const LOCK_BLOCKING = 'SELECT pg_advisory_xact_lock(70415704)';

const count = (end: string) =>
  `(SELECT count(*) FROM task_relations r WHERE r.from_task_id = ${end} OR r.to_task_id = ${end})`;
const FIND = `
  SELECT (SELECT id FROM task_relations WHERE from_task_id = $1 AND type = $2 AND to_task_id = $3) AS id,
    greatest(${count('$1')}, ${count('$3')}) AS most`;

/**
 * What task $1 blocks, directly or by way of others, but no more than $3 of them; and whether $2 is among it. LIMIT makes
 * each step a look-up in the index, whatever the planner thinks of their number; no task has more relations.
 */
const WALK = `
  WITH RECURSIVE blocked AS (
    SELECT $1::bigint AS id
    UNION SELECT next.id FROM blocked b CROSS JOIN LATERAL (
      SELECT r.to_task_id AS id FROM task_relations r WHERE r.from_task_id = b.id AND r.type = 'blocks' LIMIT 100
    ) next
  )
  SELECT count(*) AS length, coalesce(bool_or(id = $2), false) AS "isThere" FROM (SELECT id FROM blocked LIMIT $3) walked`;

type SeenRow = Omit<RelatedTask, 'id'> & {
  id: number;
  type: KeptType;
  isTurned: boolean;
  ownId: number;
  taskId: number;
};
type Row = Record<string, unknown>;
type Reader = Principal;

@Injectable()
export class RelationRepository extends EntityRepository<TaskRelation> {
  constructor(db: Database) {
    super(TaskRelation, db);
  }

  /** Those whose other task this person may read. */
  async listOf(
    task: Task,
    reader: Reader,
    { after, limit }: { after: number | null; limit: number },
  ): Promise<SeenRelation[]> {
    const values = [...readBy(task, reader), after ?? 0, limit + 1];
    return (await this.rows<SeenRow & Row>(PAGE, values)).map(fromRow);
  }

  /** Those of these relations that the project has, and whose other task this person may read. */
  async listAmong(projectId: number, ids: readonly number[], reader: Reader): Promise<SeenRelation[]> {
    const values = [projectId, ids, reader.id, reader.can('manage_all_projects'), reader.projectIds ?? null];
    return (await this.rows<SeenRow & Row>(AMONG, values)).map(fromRow);
  }

  /** Null where it is not one of this task, or this person may not read the other one. */
  async findOf(task: Task, reader: Reader, id: number): Promise<SeenRelation | null> {
    const values = [...readBy(task, reader), id];
    const [row] = await this.rows<SeenRow & Row>(ONE, values);
    return row ? fromRow(row) : null;
  }

  /**
   * Locks both tasks, so that nobody else relates one of them until the transaction ends.
   *
   * @throws StaleRow when one of them, the project of the first, or the writer's role there is not what it was when it
   *   was read
   */
  async lockEnds(writer: Writer, task: Task, otherId: number): Promise<void> {
    const { text, values } = inActiveProject(writer, task.project);
    const locked = await this.execute(lockEnds(text, values.length), [...values, task.id, otherId]);
    if (locked < 2) throw new StaleRow();
  }

  /** The same relation, where there is one, and how many the one of both tasks has that has more. */
  async findLink({ fromTaskId, type, toTaskId }: Link): Promise<{ id: number | null; most: number }> {
    const [found] = await this.rows<{ id: number | null; most: number }>(FIND, [fromTaskId, type, toTaskId]);
    return found ?? { id: null, most: 0 };
  }

  /**
   * Whether one task is blocked by another, directly or by way of others, looking at so many of those at most. Until
   * the transaction ends, it stays so.
   */
  async isBlockedBy(taskId: number, blockerId: number, most: number): Promise<{ length: number; isThere: boolean }> {
    await this.execute(LOCK_BLOCKING);
    const [walked] = await this.rows<{ length: number; isThere: boolean }>(WALK, [blockerId, taskId, most]);
    return walked ?? { length: 0, isThere: false };
  }

  addLink(link: Link): Promise<TaskRelation> {
    return this.add(link);
  }

  /** @throws StaleRow when it is gone, or the project or the writer's role is not what it was when it was read */
  removeAs(writer: Writer, task: Task, id: number): Promise<void> {
    return this.deleteVersion(Object.assign(new TaskRelation(), { id }), inActiveProject(writer, task.project));
  }
}

function readBy(task: Task, reader: Reader): unknown[] {
  return [task.id, reader.id, reader.can('manage_all_projects'), reader.projectIds ?? null];
}

function fromRow({ id, type, isTurned, ownId, taskId, ...task }: SeenRow): SeenRelation {
  return { id, type: isTurned ? inverseOf(type) : type, taskId: ownId, task: { ...task, id: taskId } };
}
