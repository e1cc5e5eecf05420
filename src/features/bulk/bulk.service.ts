import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import type { Actor } from '../../platform/request/actor.js';
import type { Project } from '../projects/project.entity.js';
import type { CreateTask, UpdateTask } from '../tasks/task.dto.js';
import type { Task } from '../tasks/task.entity.js';
import { TaskService } from '../tasks/task.service.js';
import { TaskTrash } from '../trash/task-trash.service.js';
import type { ChangeTasks } from './bulk.dto.js';
import { bulkErrors, eachAt } from './bulk.errors.js';
import { TaskBatch } from './task-batch.service.js';

/**
 * Does to many tasks in one transaction what is done to one.
 *
 * @spec SPEC-028
 */
@Injectable()
export class BulkService {
  constructor(
    private readonly db: Database,
    private readonly tasks: TaskService,
    private readonly trash: TaskTrash,
    private readonly batch: TaskBatch,
  ) {}

  /** @throws AppError as `update` and `remove` do, `validation_failed` for neither of them and for both */
  change(actor: Actor, { ids, changes, delete: isDeletion }: ChangeTasks): Promise<Task[]> {
    if (changes && isDeletion) throw bulkErrors.changedAndDeleted();
    if (isDeletion) return this.remove(actor, ids);
    if (!changes) throw bulkErrors.nothingToDo();
    return this.update(actor, ids, changes);
  }

  /** @throws AppError as the creation of one does, with its place */
  create(actor: Actor, project: Project, drafts: readonly CreateTask[]): Promise<Task[]> {
    project.requireActive();
    return this.db.transaction(async () => {
      await this.batch.holdFor(actor, project, drafts);
      return eachAt('tasks', drafts, (draft) => this.tasks.create(actor, project, draft));
    });
  }

  /** @throws AppError as the change of one does, with its place */
  private async update(actor: Actor, ids: readonly number[], changes: UpdateTask): Promise<Task[]> {
    if (Object.keys(changes).length === 0) return this.batch.find(actor, ids, 'update_task');
    return this.db.transaction(async () => {
      const tasks = await this.batch.forUpdate(actor, ids, changes);
      return eachAt('ids', tasks, (task) => this.tasks.update(actor, task, changes), 'changes');
    });
  }

  /** The tasks as they were. @throws AppError as the deletion of one does, with its place */
  private remove(actor: Actor, ids: readonly number[]): Promise<Task[]> {
    return this.db.transaction(async () => {
      const tasks = await this.batch.forDeletion(actor, ids);
      await this.trash.removeAll(actor, tasks);
      return tasks;
    });
  }
}
