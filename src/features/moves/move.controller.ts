import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import type { ResourceInPath } from '../../platform/access/access-rule.js';
import type { Actor } from '../../platform/request/actor.js';
import { CurrentActor, Requires, Row } from '../../platform/access/rules.js';
import { ErrorCodes } from '../../platform/http/error-codes.js';
import { ChangesRow } from '../../platform/idempotency/changes-row.js';
import { below, InTurn } from '../../platform/idempotency/in-turn.js';
import type { Task } from '../tasks/task.entity.js';
import { TaskView } from '../tasks/task.view.js';
import { MoveTask } from './move.dto.js';
import { MoveService } from './move.service.js';

/** Moves wait for each other, and for who adds tasks to the project. */
const inProject = ({ row }: ResourceInPath) => below('project', (row as Task).projectId);

@Controller()
export class MoveController {
  constructor(private readonly moves: MoveService) {}

  /**
   * Move a task to another place in the order of its project, or to another project. The place is exactly one of
   * `before_id`, `after_id` and `to`. A task that is moved to another project gets a new number and ref there, and its
   * old ref still finds it. Its subtasks come along, last in the order, and it is part of no other task any more. The
   * caller must be an editor of both projects. Moving a task may change the positions of the tasks around it, never
   * their order.
   */
  @Post('tasks/:id/move')
  @HttpCode(200)
  @Requires('create_task', 'task')
  @ChangesRow()
  @InTurn(inProject)
  @ErrorCodes({ conflict: ['project_archived', 'invalid_status_transition'] })
  async move(@CurrentActor() actor: Actor, @Row() task: Task, @Body() order: MoveTask): Promise<TaskView> {
    return TaskView.of(await this.moves.move(actor, task, order));
  }
}
