import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import type { Actor } from '../../platform/request/actor.js';
import { CurrentActor, Requires, RequiresInProjects, Row } from '../../platform/access/rules.js';
import { ErrorCodes } from '../../platform/http/error-codes.js';
import { InTurn } from '../../platform/idempotency/in-turn.js';
import type { Project } from '../projects/project.entity.js';
import { ChangeTasks, CreateTasks } from './bulk.dto.js';
import { BulkService } from './bulk.service.js';
import { TasksView } from './bulk.view.js';

@Controller()
export class BulkController {
  constructor(private readonly bulk: BulkService) {}

  /**
   * Change or delete many tasks: all of them, or none. Each is changed as by an update of it alone, and the caller must
   * be an editor of its project or its assignee; deleting also needs the permission `delete_task`, and an editor. The
   * first task that can't be changed is the answer, as for one alone, with its place in `details`: `ids[7]`. What is
   * wrong with the changes is at `changes.title`. Deleted tasks are answered as they were, and go to the trash with all
   * that is below them.
   */
  @Post('tasks/bulk')
  @HttpCode(200)
  @RequiresInProjects('update_task')
  @ErrorCodes({
    not_found: ['not_found'],
    conflict: ['project_archived', 'invalid_status_transition', 'parent_circle'],
  })
  async change(@CurrentActor() actor: Actor, @Body() order: ChangeTasks): Promise<TasksView> {
    return TasksView.of(await this.bulk.change(actor, order));
  }

  /**
   * Create many tasks in a project: all of them, or none. What is wrong with one is named with its place, as
   * `tasks[3].title`.
   */
  @Post('projects/:id/tasks/bulk')
  @Requires('create_task', 'project')
  @InTurn()
  @ErrorCodes({ conflict: ['project_archived', 'parent_circle'] })
  async create(@CurrentActor() actor: Actor, @Row() project: Project, @Body() order: CreateTasks): Promise<TasksView> {
    return TasksView.of(await this.bulk.create(actor, project, order.tasks));
  }
}
