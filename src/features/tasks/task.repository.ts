import { Injectable } from '@nestjs/common';
import type { Actor } from '../../platform/request/actor.js';
import { Database } from '../../platform/database/database.js';
import { EntityRepository } from '../../platform/database/entity-repository.js';
import { StaleRow } from '../../platform/database/stale-row.js';
import type { Project } from '../projects/project.entity.js';
import { inActiveProject, projectRelations, type Writer } from '../projects/project-member.entity.js';
import { PERSON_FIELDS } from '../users/person.entity.js';
import { Task } from './task.entity.js';
import type { TaskHierarchy } from './references/task-hierarchy.js';
import { labelsOf } from './references/task-label.entity.js';
import { readRef } from './task-ref.js';

const ITS_PROJECT = '(SELECT project_id FROM all_tasks WHERE id = $1)';
const LOCK_PROJECT = `SELECT FROM projects WHERE id = ${ITS_PROJECT} FOR KEY SHARE`;
const LOCK_ROLE = `SELECT FROM project_members WHERE project_id = ${ITS_PROJECT} AND user_id = $2 FOR SHARE`;

/** The counter stands for the order and the tree of a project's tasks: whoever changes those holds it. */
const LOCK_COUNTER = `SELECT FROM project_counters WHERE project_id = ${ITS_PROJECT} FOR NO KEY UPDATE`;

/** Where a project has no counter yet, this makes it. */
const hold = (guard: string) => `
  WITH guard AS (${guard})
  INSERT INTO project_counters AS c (project_id, last_task_number) SELECT id, 0 FROM guard
  ON CONFLICT (project_id) DO UPDATE SET last_task_number = c.last_task_number`;

const BY_REF = `
  SELECT t.id FROM project_keys k JOIN all_tasks t ON t.project_id = k.project_id AND t.number = $2 WHERE k.key = $1
  UNION ALL
  SELECT f.task_id FROM project_keys k JOIN task_former_refs f ON f.project_id = k.project_id AND f.number = $2
  WHERE k.key = $1 LIMIT 1`;

/** The task $1 and all below it. */
const TREE = `
  WITH RECURSIVE tree AS (
    SELECT $1::bigint AS id, 1 AS level
    UNION ALL SELECT t.id, tree.level + 1 FROM tree JOIN tasks t ON t.parent_id = tree.id
  )`;

/** The tasks $1 and all below them. */
const TREES = `
  WITH RECURSIVE trees AS (
    SELECT unnest($1::bigint[]) AS id UNION SELECT t.id FROM trees JOIN tasks t ON t.parent_id = trees.id
  )`;

/** Whoever sees only what is assigned to them finds no other parent. */
const HIERARCHY = `${TREE}, line AS (
    SELECT t.id, t.parent_id, 1 AS level FROM tasks t
    WHERE t.id = $2 AND t.project_id = $3 AND ($5 OR t.assignee_id = $4)
    UNION ALL SELECT t.id, t.parent_id, line.level + 1 FROM line JOIN tasks t ON t.id = line.parent_id
  )
  SELECT (SELECT max(level) FROM line) AS "parentLevel", (SELECT max(level) FROM tree) AS levels,
    EXISTS (SELECT FROM line WHERE id = $1) AS "isCircle"`;

const TAKE_LABELS = 'DELETE FROM task_labels WHERE task_id = $1 AND NOT label_id = ANY ($2::bigint[])';
const GIVE_LABELS = `
  INSERT INTO task_labels (task_id, label_id) SELECT $1, * FROM unnest($2::bigint[]) ON CONFLICT DO NOTHING`;

const FOLLOW = 'UPDATE tasks SET successor_id = $2 WHERE id = $1 AND successor_id IS NULL';

type Draft = Partial<Task> & Pick<Task, 'assigneeId' | 'parentId'>;
type Principal = Pick<Actor, 'id' | 'can'>;
type Writable = Pick<Project, 'id' | 'role'>;
type Row = Record<string, unknown>;

/** Each change is one statement, carried out only in an active project. */
@Injectable()
export class TaskRepository extends EntityRepository<Task> {
  private readonly shownTo = `
    SELECT ${this.columns('t')}, ${this.joined('u', 'assignee', ['id', ...PERSON_FIELDS])},
      ${this.joined('p', 'project', ['id', 'key', 'name', 'status', 'ownerId'])}, m.role AS "project.role",
      ${labelsOf('t.id')}
    FROM tasks t JOIN projects p ON p.id = t.project_id LEFT JOIN users u ON u.id = t.assignee_id
    LEFT JOIN project_members m ON m.project_id = t.project_id AND m.user_id = $2`;

  private readonly byId = `${this.shownTo} WHERE t.id = $1`;
  private readonly byIds = `${this.shownTo} WHERE t.id = ANY ($1::bigint[])`;

  private readonly recurring = `${this.byId} AND t.recurrence IS NOT NULL AND t.successor_id IS NULL`;

  private readonly unassigned = `
    UPDATE tasks SET assignee_id = NULL, version = version + 1, updated_at = now()
    WHERE id = ANY (ARRAY(
      SELECT id FROM tasks WHERE project_id = $1 AND assignee_id = $2 ORDER BY id FOR NO KEY UPDATE
    )) RETURNING ${this.columns()}`;

  private readonly trees = `
    ${TREES} SELECT ${this.columns('t')} FROM tasks t WHERE t.id = ANY (ARRAY(SELECT id FROM trees))
    ORDER BY t.id FOR UPDATE`;

  constructor(db: Database) {
    super(Task, db);
  }

  /** With the role of this person in its project. */
  findFor(personId: number, id: number): Promise<Task | null> {
    return this.lookUp(this.byId, [id, personId]);
  }

  /** As `findFor`, if it recurs and none has come after it. */
  findRecurring(personId: number, id: number): Promise<Task | null> {
    return this.selectOne(this.recurring, [id, personId]);
  }

  /** @throws StaleRow where another one has come after it */
  async follow(id: number, successorId: number): Promise<void> {
    if ((await this.execute(FOLLOW, [id, successorId])) === 0) throw new StaleRow();
  }

  /** Those of them that there are, in any order. */
  findAllFor(personId: number, ids: readonly number[]): Promise<Task[]> {
    return this.select(this.byIds, [ids, personId]);
  }

  /** By a ref in any case; also by one with an old key of its project, and of a task in the trash. */
  async findIdByRef(ref: string): Promise<number | null> {
    const read = readRef(ref);
    const [task] = read ? await this.rows<{ id: number }>(BY_REF, [read.key, read.number]) : [];
    return task?.id ?? null;
  }

  /** In the order in which a change locks: the project, the role of the writer, the order, the task. */
  async lockFor(personId: number, id: number): Promise<void> {
    await this.execute(LOCK_PROJECT, [id]);
    await this.execute(LOCK_ROLE, [id, personId]);
    await this.execute(LOCK_COUNTER, [id]);
    await this.lock(id);
  }

  /**
   * Locks what a change of the order or the tree locks before it reads either of them.
   *
   * @throws StaleRow when the project was archived or deleted meanwhile, or the writer has another role in it
   */
  async hold(writer: Writer, project: Writable): Promise<void> {
    const { text, values } = inActiveProject(writer, project);
    if ((await this.execute(hold(text), values)) === 0) throw new StaleRow();
  }

  /** Of a task, or a new one, and the one that would be its parent. Call `hold` before. */
  async hierarchy(
    principal: Principal,
    project: Writable,
    id: number | null,
    parentId: number,
  ): Promise<TaskHierarchy> {
    const seesAll = projectRelations(principal, project.role).length > 0;
    const [hierarchy] = await this.rows<TaskHierarchy & Row>(HIERARCHY, [
      id,
      parentId,
      project.id,
      principal.id,
      seesAll,
    ]);
    return hierarchy as TaskHierarchy;
  }

  /** The tasks and all below them, by id, and locked in that order. Call `hold` before. */
  listTrees(ids: readonly number[]): Promise<Task[]> {
    return this.select(this.trees, [ids]);
  }

  /** @throws StaleRow when the project was archived or deleted meanwhile, or the writer has another role in it */
  addTo(project: Project, writer: Writer, draft: Draft): Promise<Task> {
    return this.add({ ...draft, projectId: project.id }, inActiveProject(writer, project));
  }

  /** @throws StaleRow when the task, its project or the writer's role is not what it was when the task was read */
  saveAs(writer: Writer, task: Task): Promise<Task> {
    return this.saveVersion(task, inActiveProject(writer, task.project));
  }

  /** Writes which labels it has, after the task itself was written. */
  async saveLabels({ id, labelIds }: Task): Promise<void> {
    await this.execute(TAKE_LABELS, [id, labelIds]);
    if (labelIds.length > 0) await this.execute(GIVE_LABELS, [id, labelIds]);
  }

  /** What was assigned to this person in the project. */
  unassign(projectId: number, assigneeId: number): Promise<Task[]> {
    return this.select(this.unassigned, [projectId, assigneeId]);
  }
}
