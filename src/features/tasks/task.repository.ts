import { Injectable } from '@nestjs/common';
import type { Actor } from '../../platform/request/actor.js';
import { Database } from '../../platform/database/database.js';
import { EntityRepository } from '../../platform/database/entity-repository.js';
import type { Project } from '../projects/project.entity.js';
import { inActiveProject } from '../projects/project-member.entity.js';
import { Task } from './task.entity.js';
import { labelsOf } from './task-label.entity.js';
import { readRef } from './task-ref.js';

const ITS_PROJECT = '(SELECT project_id FROM tasks WHERE id = $1)';
const LOCK_PROJECT = `SELECT FROM projects WHERE id = ${ITS_PROJECT} FOR KEY SHARE`;
const LOCK_ROLE = `SELECT FROM project_members WHERE project_id = ${ITS_PROJECT} AND user_id = $2 FOR SHARE`;

const BY_REF = `
  SELECT t.id FROM project_keys k JOIN tasks t ON t.project_id = k.project_id AND t.number = $2 WHERE k.key = $1`;

const TAKE_LABELS = 'DELETE FROM task_labels WHERE task_id = $1 AND NOT label_id = ANY ($2::bigint[])';
const GIVE_LABELS = `
  INSERT INTO task_labels (task_id, label_id) SELECT $1, * FROM unnest($2::bigint[]) ON CONFLICT DO NOTHING`;

type Draft = Partial<Task> & Pick<Task, 'assigneeId'>;
type Writer = Pick<Actor, 'id'>;

/** Each change is one statement, carried out only in an active project. */
@Injectable()
export class TaskRepository extends EntityRepository<Task> {
  private readonly byId = `
    SELECT ${this.columns('t')}, ${this.joined('u', 'assignee', ['id', 'displayName'])},
      ${this.joined('p', 'project', ['id', 'key', 'name', 'status', 'ownerId'])}, m.role AS "project.role",
      ${labelsOf('t.id')}
    FROM tasks t JOIN projects p ON p.id = t.project_id LEFT JOIN users u ON u.id = t.assignee_id
    LEFT JOIN project_members m ON m.project_id = t.project_id AND m.user_id = $2 WHERE t.id = $1`;

  private readonly unassigned = `
    UPDATE tasks SET assignee_id = NULL, version = version + 1, updated_at = now()
    WHERE project_id = $1 AND assignee_id = $2 RETURNING ${this.columns()}`;

  constructor(db: Database) {
    super(Task, db);
  }

  /** With the role of this person in its project. */
  findFor(personId: number, id: number): Promise<Task | null> {
    return this.selectOne(this.byId, [id, personId]);
  }

  /** By a ref in any case; also by one with an old key of its project. */
  async findIdByRef(ref: string): Promise<number | null> {
    const read = readRef(ref);
    const [task] = read ? await this.rows<{ id: number }>(BY_REF, [read.key, read.number]) : [];
    return task?.id ?? null;
  }

  /** In the order in which a change locks: the project, the role of the writer, the task. */
  async lockFor(personId: number, id: number): Promise<void> {
    await this.execute(LOCK_PROJECT, [id]);
    await this.execute(LOCK_ROLE, [id, personId]);
    await this.lock(id);
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

  /** @throws StaleRow, as `saveAs` does */
  removeAs(writer: Writer, task: Task): Promise<void> {
    return this.deleteVersion(task, inActiveProject(writer, task.project));
  }
}
