import { Injectable } from '@nestjs/common';
import type { Actor } from '../../platform/request/actor.js';
import { StaleRow } from '../../platform/database/stale-row.js';
import { Events } from '../../platform/events/events.js';
import { Task, type TaskStatus } from '../tasks/task.entity.js';
import { aboutTask, changesOf, TaskMoved } from '../tasks/task.events.js';
import { TaskService } from '../tasks/task.service.js';
import { MoveRepository } from './move.repository.js';
import type { Place } from './place.js';
import { TaskOrder } from './task-order.service.js';

/** Moves a task to another place of its project. */
@Injectable()
export class MoveWithin {
  constructor(
    private readonly tasks: TaskService,
    private readonly order: TaskOrder,
    private readonly moves: MoveRepository,
    private readonly events: Events,
  ) {}

  /** The place and the status that it has already are no change. Call it in a transaction. */
  async move(actor: Actor, task: Task, place: Place, status = task.status): Promise<Task> {
    const { projectId, project } = task;
    const before = Object.assign(new Task(), task);
    task.changeStatus(status);
    await this.tasks.hold(actor, project);
    const { version, ...position } = await this.order.find(actor, project, task.id, place);
    if (version !== task.version) throw new StaleRow();
    task.position = position.new;
    const hasMoved = position.old !== position.new;
    if (!hasMoved && status === before.status) return task;
    if (hasMoved) await this.moves.place(projectId, [task]);
    await this.moves.saveVersion(task);
    if (hasMoved) await this.events.record(actor, moved(task, before.status, position));
    for (const fact of changesOf(before, task)) await this.events.record(actor, fact);
    return task;
  }
}

function moved(task: Task, status: TaskStatus, position: { old: string | null; new: string }): TaskMoved {
  return new TaskMoved({ ...aboutTask(task), formerProjectId: task.projectId, status, changes: { position } });
}
