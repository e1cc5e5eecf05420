import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import { errors } from '../../platform/errors/errors.js';
import { Events } from '../../platform/events/events.js';
import type { Actor } from '../../platform/request/actor.js';
import { ProjectService } from '../projects/project.service.js';
import type { Task } from '../tasks/task.entity.js';
import { aboutTask, TaskDeleted, TaskPurged, TaskRestored } from '../tasks/task.events.js';
import { StoredTaskRepository } from './stored-task.repository.js';
import { storedTaskPolicy } from './trash.policy.js';

/** @spec SPEC-025 */
@Injectable()
export class TaskTrash {
  constructor(
    private readonly db: Database,
    private readonly stored: StoredTaskRepository,
    private readonly projects: ProjectService,
    private readonly events: Events,
  ) {}

  /** @throws AppError `project_archived`, `not_found` for a task that is in the trash already */
  async remove(actor: Actor, task: Task): Promise<void> {
    if (task.deletedAt) throw errors.notFound('task');
    await this.inProject(actor, task, async () => {
      await this.stored.setDeleted(task, new Date());
      await this.events.record(actor, new TaskDeleted({ ...aboutTask(task), status: task.status }));
    });
  }

  /**
   * Deletes the task for good, from the trash or not.
   *
   * @throws AppError `project_archived`, `forbidden` for anybody below a manager
   */
  async purge(actor: Actor, task: Task): Promise<void> {
    storedTaskPolicy.require(actor, task, 'delete_task.permanently');
    await this.inProject(actor, task, async () => {
      await this.stored.purge(task);
      if (!task.deletedAt)
        await this.events.record(actor, new TaskDeleted({ ...aboutTask(task), status: task.status }));
      await this.events.record(actor, new TaskPurged(aboutTask(task)));
    });
  }

  /**
   * A task that isn't in the trash stays as it is.
   *
   * @throws AppError `project_archived`
   */
  async restore(actor: Actor, task: Task): Promise<Task> {
    if (!task.deletedAt) return task;
    return this.inProject(actor, task, async () => {
      await this.stored.setDeleted(task, null);
      await this.events.record(actor, new TaskRestored({ ...aboutTask(task), status: task.status }));
      return (await this.stored.findFor(actor.id, task.id)) ?? task;
    });
  }

  /** Nobody else changes the project or its members meanwhile: the task is judged by what is true at the commit. */
  private inProject<T>(actor: Actor, task: Task, work: () => Promise<T>): Promise<T> {
    return this.db.transaction(async () => {
      (await this.projects.lockAsRead(actor, task.project)).requireActive();
      return work();
    });
  }
}
