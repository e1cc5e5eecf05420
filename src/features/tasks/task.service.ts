import { Injectable } from '@nestjs/common';
import type { Actor } from '../../platform/request/actor.js';
import { Database } from '../../platform/database/database.js';
import { Events } from '../../platform/events/events.js';
import type { Project } from '../projects/project.entity.js';
import type { CreateTask, UpdateTask } from './task.dto.js';
import { detailsOf, Task } from './task.entity.js';
import { aboutTask, changesOf, handed, TaskCreated, TaskDeleted } from './task.events.js';
import { TaskReferences } from './task-references.service.js';
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
   * @throws AppError `project_archived`, `validation_failed` for an assignee who is no active user, a label that the
   *   project doesn't have, or days in the wrong order
   */
  create(actor: Actor, project: Project, { assignee_id, label_ids, ...details }: CreateTask): Promise<Task> {
    project.requireActive();
    return this.db.transaction(async () => {
      const assignee = await this.references.assignee(assignee_id ?? null);
      const labels = await this.references.labelsOf(project.id, label_ids ?? []);
      const task = await this.tasks.addTo(project, actor, { ...detailsOf(details), assigneeId: assignee?.id ?? null });
      Object.assign(task, { project, assignee, labels });
      if (labels.length > 0) await this.tasks.saveLabels(task);
      const about = aboutTask(task);
      await this.events.record(actor, new TaskCreated({ ...about, status: task.status }));
      if (assignee) await this.events.record(actor, handed(about, null));
      return task;
    });
  }

  /**
   * Fields with the same value as before are not a change.
   *
   * @throws AppError `project_archived`, `invalid_status_transition`, `validation_failed` as `create` does
   */
  async update(actor: Actor, task: Task, changes: UpdateTask): Promise<Task> {
    if (Object.keys(changes).length === 0) return task;
    task.project.requireActive();
    return this.db.transaction(async () => {
      const before = Object.assign(new Task(), task);
      await this.apply(task, changes);
      const facts = changesOf(before, task);
      if (facts.length > 0) await this.tasks.saveAs(actor, task);
      if (!task.hasLabelsOf(before)) await this.tasks.saveLabels(task);
      for (const fact of facts) await this.events.record(actor, fact);
      return task;
    });
  }

  /** @throws AppError `project_archived` */
  async remove(actor: Actor, task: Task): Promise<void> {
    task.project.requireActive();
    await this.db.transaction(async () => {
      await this.tasks.removeAs(actor, task);
      await this.events.record(actor, new TaskDeleted({ ...aboutTask(task), status: task.status }));
    });
  }

  /** Leaves the tasks of a former member of the project to nobody, also where it is archived. */
  async unassign(actor: Actor, project: Project, formerAssigneeId: number): Promise<void> {
    for (const task of await this.tasks.unassign(project.id, formerAssigneeId)) {
      const about = aboutTask(Object.assign(task, { project, assignee: null }));
      await this.events.record(actor, handed(about, formerAssigneeId));
    }
  }

  private async apply(task: Task, { status, assignee_id, label_ids, ...description }: UpdateTask): Promise<void> {
    const { references } = this;
    task.edit(description);
    if (status) task.changeStatus(status);
    if (label_ids) task.labels = await references.labelsOf(task.projectId, label_ids);
    if (assignee_id !== undefined && assignee_id !== task.assigneeId) {
      task.assignTo(await references.assignee(assignee_id));
    }
  }
}
