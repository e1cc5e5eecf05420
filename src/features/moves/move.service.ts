import { Injectable } from '@nestjs/common';
import type { Actor } from '../../platform/request/actor.js';
import { Database } from '../../platform/database/database.js';
import type { Project } from '../projects/project.entity.js';
import { ProjectService } from '../projects/project.service.js';
import type { Task } from '../tasks/task.entity.js';
import type { MoveTask } from './move.dto.js';
import { moveErrors } from './move.errors.js';
import { MoveWithin } from './move-within.service.js';
import { placeIn } from './place.js';
import { TaskTransfer } from './task-transfer.service.js';

/** @spec SPEC-023 */
@Injectable()
export class MoveService {
  constructor(
    private readonly db: Database,
    private readonly projects: ProjectService,
    private readonly within: MoveWithin,
    private readonly transfers: TaskTransfer,
  ) {}

  /**
   * @throws AppError `project_archived`, `invalid_status_transition`, `forbidden` for a project that the actor doesn't
   *   edit, `validation_failed` for one that they may not read and for what is no place
   */
  move(actor: Actor, task: Task, order: MoveTask): Promise<Task> {
    const place = placeIn(order, task.id);
    task.project.requireActive();
    const status = order.status ?? task.status;
    return this.db.transaction(async () => {
      const target = await this.target(actor, task, order.project_id);
      return target
        ? this.transfers.move(actor, task, { target, place, status })
        : this.within.move(actor, task, place, status);
    });
  }

  /**
   * Puts a task back to a position that it had in its project; where another one has that by now, before that one.
   *
   * @throws AppError `project_archived`
   */
  putBack(actor: Actor, task: Task, position: string): Promise<Task> {
    task.project.requireActive();
    return this.db.transaction(() => this.within.move(actor, task, { position }));
  }

  /** Null where the task stays in its project. */
  private async target(actor: Actor, { projectId }: Task, id = projectId): Promise<Project | null> {
    if (id === projectId) return null;
    const project = await this.projects.findReadable(actor, id);
    if (!project) throw moveErrors.unknownProject();
    this.projects.require(actor, project, 'create_task');
    project.requireActive();
    return project;
  }
}
