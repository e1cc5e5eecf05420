import { Injectable } from '@nestjs/common';
import type { Action } from '../../platform/access/policy.js';
import type { Actor } from '../../platform/request/actor.js';
import { Database } from '../../platform/database/database.js';
import { Events } from '../../platform/events/events.js';
import type { Project } from '../projects/project.entity.js';
import type { CreateTask, UpdateTask } from './task.dto.js';
import { detailsOf, Task } from './task.entity.js';
import { aboutTask, changesOf, handed, TaskCreated } from './task.events.js';
import { requireParentAllowed } from './references/task-hierarchy.js';
import { taskPolicy } from './task.policy.js';
import { TaskReferences } from './references/task-references.service.js';
import { TaskRepository } from './task.repository.js';

/** @spec SPEC-003 */
@Injectable()
export class TaskService {
  constructor(
    private readonly db: Database,
    private readonly tasks: TaskRepository,
    private readonly references: TaskReferences,
    private readonly events: Events,
  ) {}

  /**
   * @throws AppError `project_archived`, `parent_circle`, `validation_failed` for an assignee who is no active user, a
   *   parent or label that the project doesn't have, or days in the wrong order
   */
  create(actor: Actor, project: Project, { assignee_id, label_ids, parent_id, ...details }: CreateTask): Promise<Task> {
    project.requireActive();
    return this.db.transaction(async () => {
      const assignee = await this.references.assignee(assignee_id ?? null);
      const labels = await this.references.labelsOf(project.id, label_ids ?? []);
      const parentId = parent_id ?? null;
      if (parentId !== null) await this.requireParentAllowed(actor, { id: null, project }, parentId);
      return this.add(actor, project, { ...detailsOf(details), parentId }, { assignee, labels });
    });
  }

  /**
   * Fields with the same value as before are not a change.
   *
   * @throws AppError `project_archived`, `invalid_status_transition`, `validation_failed` and `parent_circle` as `create`
   *   does
   */
  async update(actor: Actor, task: Task, changes: UpdateTask): Promise<Task> {
    if (Object.keys(changes).length === 0) return task;
    task.project.requireActive();
    return this.db.transaction(async () => {
      const before = Object.assign(new Task(), task);
      await this.apply(actor, task, changes);
      if (task.recurs && task.status !== before.status) await this.holdForNext(actor, task);
      const facts = changesOf(before, task);
      if (facts.length > 0) await this.tasks.saveAs(actor, task);
      if (!task.hasLabelsOf(before)) await this.tasks.saveLabels(task);
      for (const fact of facts) await this.events.record(actor, fact);
      return task;
    });
  }

  /** The task, with what `repeat` needs, if it recurs and none has come after it. */
  findRecurring(actor: Actor, id: number): Promise<Task | null> {
    return this.tasks.findRecurring(actor.id, id);
  }

  /**
   * Makes the task that comes after a recurring one: like it, with these days. Call it in a transaction, after `hold`.
   *
   * @throws StaleRow where another one has come after it
   */
  async repeat(actor: Actor, task: Task, days: Pick<Task, 'startOn' | 'dueOn'>): Promise<Task> {
    const { project, details, parentId, recurrenceNth, labels } = task;
    const like = { ...details, parentId, recurrenceNth: recurrenceNth + 1 };
    const assignee = await this.references.activeOrNobody(task);
    const next = await this.add(actor, project, { ...like, ...days }, { assignee, labels });
    await this.tasks.follow(task.id, next.id);
    return next;
  }

  /** By what it is called, also in the trash; null if there is none. */
  idOf(ref: string): Promise<number | null> {
    return this.tasks.findIdByRef(ref);
  }

  /** Locks the task for a change, after what a change of it locks first. */
  lock(id: number, personId: number): Promise<void> {
    return this.tasks.lockFor(personId, id);
  }

  /** The tasks and all below them, by id, locked until the transaction ends. Call `hold` for their projects before. */
  async listTrees(roots: readonly Task[]): Promise<Task[]> {
    const projects = new Map(roots.map(({ project }) => [project.id, project]));
    const tasks = await this.tasks.listTrees(roots.map(({ id }) => id));
    return tasks.map((task) => Object.assign(task, { project: projects.get(task.projectId) }));
  }

  /**
   * Locks the order and the tree of a project's tasks until the transaction ends.
   *
   * @throws StaleRow where the project or the actor's role is not what it was when it was read
   */
  hold(actor: Actor, project: Project): Promise<void> {
    return this.tasks.hold(actor, project);
  }

  /** Those of these tasks that there are, with the role of the actor in their projects; nobody has judged that yet. */
  findAll(actor: Actor, ids: readonly number[]): Promise<Task[]> {
    return this.tasks.findAllFor(actor.id, ids);
  }

  /** The task, if there is one and the actor may read it. */
  async findReadable(actor: Actor, id: number): Promise<Task | null> {
    const task = await this.tasks.findFor(actor.id, id);
    return task && taskPolicy.allows(actor, task, 'read_task') ? task : null;
  }

  /** @throws AppError `forbidden` */
  require(actor: Actor, task: Task, action: Action): void {
    taskPolicy.require(actor, task, action);
  }

  /** Leaves the tasks of a former member of the project to nobody, also where it is archived. */
  async unassign(actor: Actor, project: Project, formerAssigneeId: number): Promise<void> {
    for (const task of await this.tasks.unassign(project.id, formerAssigneeId)) {
      const about = aboutTask(Object.assign(task, { project, assignee: null }));
      await this.events.record(actor, handed(about, formerAssigneeId));
    }
  }

  private async add(
    actor: Actor,
    project: Project,
    draft: Partial<Task> & Pick<Task, 'parentId'>,
    { assignee, labels }: Pick<Task, 'assignee' | 'labels'>,
  ): Promise<Task> {
    const task = await this.tasks.addTo(project, actor, { ...draft, assigneeId: assignee?.id ?? null });
    Object.assign(task, { project, assignee, labels });
    if (labels.length > 0) await this.tasks.saveLabels(task);
    const about = aboutTask(task);
    await this.events.record(actor, new TaskCreated({ ...about, status: task.status }));
    if (assignee) await this.events.record(actor, handed(about, null));
    return task;
  }

  private async apply(actor: Actor, task: Task, changes: UpdateTask): Promise<void> {
    const { status, assignee_id, label_ids, parent_id, ...description } = changes;
    const { references } = this;
    task.edit(description);
    if (status) task.changeStatus(status);
    if (label_ids) task.labels = await references.labelsOf(task.projectId, label_ids);
    if (assignee_id !== undefined && assignee_id !== task.assigneeId) {
      task.assignTo(await references.assignee(assignee_id));
    }
    if (parent_id === undefined || parent_id === task.parentId) return;
    if (parent_id === null) await this.hold(actor, task.project);
    else await this.requireParentAllowed(actor, task, parent_id);
    task.parentId = parent_id;
  }

  /** Locks what the task that comes after this one needs, before this one is written: in the order of all writes. */
  private async holdForNext(actor: Actor, task: Task): Promise<void> {
    await this.references.activeOrNobody(task);
    await this.hold(actor, task.project);
  }

  /** Whether a task can be part of that one, decided while nobody else changes the tree of the project. */
  private async requireParentAllowed(
    actor: Actor,
    { id, project }: Pick<Task, 'project'> & { id: number | null },
    parentId: number,
  ): Promise<void> {
    await this.hold(actor, project);
    requireParentAllowed(await this.tasks.hierarchy(actor, project, id, parentId));
  }
}
