import { Injectable } from '@nestjs/common';
import { StaleRow } from '../../platform/database/stale-row.js';
import { errors } from '../../platform/errors/errors.js';
import type { Actor } from '../../platform/request/actor.js';
import type { Project } from '../projects/project.entity.js';
import type { CreateTask, UpdateTask } from '../tasks/task.dto.js';
import type { Task } from '../tasks/task.entity.js';
import { taskPolicy } from '../tasks/task.policy.js';
import { projectsOf } from '../tasks/task-projects.js';
import { TaskService } from '../tasks/task.service.js';
import { eachAt } from './bulk.errors.js';
import { BulkRepository } from './bulk.repository.js';

type Permission = 'update_task' | 'delete_task';

/**
 * Finds many tasks by their ids, judges each as the guard does with the one in a path, and locks them.
 *
 * @spec SPEC-028.5, SPEC-028.9
 */
@Injectable()
export class TaskBatch {
  constructor(
    private readonly tasks: TaskService,
    private readonly locks: BulkRepository,
  ) {}

  /**
   * In the order of the ids.
   *
   * @throws AppError `not_found`, `forbidden` for the first of them that the actor may not do this to
   */
  async find(actor: Actor, ids: readonly number[], permission: Permission): Promise<Task[]> {
    const found = new Map((await this.tasks.findAll(actor, ids)).map((task) => [task.id, task]));
    return eachAt('ids', ids, (id) => {
      const task = found.get(id);
      if (!task) throw errors.notFound('task');
      taskPolicy.require(actor, task, permission);
      return task;
    });
  }

  /** Locked for these changes. @throws AppError as `find` does, and `project_archived` */
  async forUpdate(actor: Actor, ids: readonly number[], changes: UpdateTask): Promise<Task[]> {
    await this.locks.lockPeople([changes].flatMap(({ assignee_id }) => assignee_id ?? []));
    return this.locked(actor, ids, 'update_task', () => this.locks.lockTasks(ids));
  }

  /** Locked with all below them. @throws AppError as `find` does, and `project_archived` */
  forDeletion(actor: Actor, ids: readonly number[]): Promise<Task[]> {
    return this.locked(actor, ids, 'delete_task', (tasks) => this.tasks.listTrees(tasks));
  }

  /** Locks what many new tasks of a project lock. @throws StaleRow, as `TaskService.hold` does */
  async holdFor(actor: Actor, project: Project, drafts: readonly CreateTask[]): Promise<void> {
    await this.locks.lockPeople(drafts.flatMap(({ assignee_id }) => assignee_id ?? []));
    await this.tasks.hold(actor, project);
  }

  /**
   * Whoever locks several tasks of a project holds its order first, as moves do, which lock tasks in an order of their
   * own. The tasks are judged again as they are when nobody else can change them.
   *
   * @throws StaleRow where one has moved to a project that isn't held
   */
  private async locked(
    actor: Actor,
    ids: readonly number[],
    permission: Permission,
    lock: (tasks: Task[]) => Promise<unknown>,
  ): Promise<Task[]> {
    const read = await this.find(actor, ids, permission);
    await eachAt('ids', read, ({ project }) => project.requireActive());
    for (const project of projectsOf(read)) await this.tasks.hold(actor, project);
    const held = await this.find(actor, ids, permission);
    if (held.some(({ projectId }, nth) => projectId !== read[nth]?.projectId)) throw new StaleRow();
    await lock(held);
    return this.find(actor, ids, permission);
  }
}
