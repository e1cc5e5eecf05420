import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import { errors } from '../../platform/errors/errors.js';
import { Events } from '../../platform/events/events.js';
import type { Actor } from '../../platform/request/actor.js';
import type { Task } from '../tasks/task.entity.js';
import { aboutTask, TaskDeleted, TaskPurged, TaskRestored } from '../tasks/task.events.js';
import { projectsOf } from '../tasks/task-projects.js';
import { TaskService } from '../tasks/task.service.js';
import { StoredTaskRepository } from './stored-task.repository.js';
import { storedTaskPolicy } from './trash.policy.js';

/** @spec SPEC-025 */
@Injectable()
export class TaskTrash {
  constructor(
    private readonly db: Database,
    private readonly stored: StoredTaskRepository,
    private readonly tasks: TaskService,
    private readonly events: Events,
  ) {}

  /** @throws AppError `project_archived`, `not_found` for a task that is in the trash already */
  async remove(actor: Actor, task: Task): Promise<void> {
    if (task.deletedAt) throw errors.notFound('task');
    await this.removeAll(actor, [task]);
  }

  /** Deletes tasks at the same moment; one of them may be below another. @throws AppError `project_archived` */
  async removeAll(actor: Actor, tasks: readonly Task[]): Promise<void> {
    await this.inProjects(actor, tasks, async () => {
      const trees = await this.tasks.listTrees(tasks);
      await this.stored.trash(tasks, trees);
      await this.recordDeleted(actor, trees);
    });
  }

  /**
   * Deletes the task for good, from the trash or not.
   *
   * @throws AppError `project_archived`, `forbidden` for anybody below a manager
   */
  async purge(actor: Actor, task: Task): Promise<void> {
    storedTaskPolicy.require(actor, task, 'delete_task.permanently');
    await this.inProjects(actor, [task], async () => {
      if (!task.deletedAt) await this.recordDeleted(actor, await this.tasks.listTrees([task]));
      await this.stored.purge(task);
      await this.events.record(actor, new TaskPurged(aboutTask(task)));
    });
  }

  /**
   * Takes the task out of the trash, and what went there with it. One that isn't there stays as it is.
   *
   * @throws AppError `project_archived`, `validation_failed` while its parent is in the trash
   */
  async restore(actor: Actor, task: Task): Promise<Task> {
    if (!task.deletedAt) return task;
    return this.inProjects(actor, [task], async () => {
      if (await this.stored.hasDeletedParent(task))
        throw errors.invalidField('parent_id', 'unknown', 'is in the trash: restore it first');
      for (const one of await this.stored.takeOut(task)) {
        const about = aboutTask(Object.assign(one, { project: task.project }));
        await this.events.record(actor, new TaskRestored({ ...about, status: one.status }));
      }
      return (await this.stored.findFor(actor.id, task.id)) ?? task;
    });
  }

  private async recordDeleted(actor: Actor, tree: readonly Task[]): Promise<void> {
    for (const task of tree) {
      await this.events.record(actor, new TaskDeleted({ ...aboutTask(task), status: task.status }));
    }
  }

  /** Nobody else changes the trees of tasks meanwhile, and the actor is to the projects what they were when read. */
  private inProjects<T>(actor: Actor, tasks: readonly Task[], work: () => Promise<T>): Promise<T> {
    const projects = projectsOf(tasks);
    for (const project of projects) project.requireActive();
    return this.db.transaction(async () => {
      for (const project of projects) await this.tasks.hold(actor, project);
      return work();
    });
  }
}
