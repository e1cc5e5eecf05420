import { Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import type { Actor } from '../../platform/request/actor.js';
import { CurrentActor, Requires, Row } from '../../platform/access/rules.js';
import { errors } from '../../platform/errors/errors.js';
import { ErrorCodes } from '../../platform/http/error-codes.js';
import { idFromText, isId } from '../../platform/input/fields.js';
import { ListQuery } from '../../platform/input/list-query.js';
import type { Task } from '../tasks/task.entity.js';
import { TaskView } from '../tasks/task.view.js';
import { HistoryService } from './history.service.js';
import { HistoryEventView, HistoryPage } from './history.view.js';

@Controller('tasks/:id/history')
export class HistoryController {
  constructor(private readonly history: HistoryService) {}

  /** List what happened to a task. The newest comes first. It reaches back as far as the audit log. */
  @Get()
  @Requires('read_task', 'task')
  async list(@Row() task: Task, @Query() query: ListQuery): Promise<HistoryPage> {
    return query.page(await this.history.listOf(task, query), HistoryEventView.of);
  }

  /**
   * Put back what an event has changed. Where one of its fields has been changed since, the answer is 409
   * `changed_since`, `details` names the field, and nothing is changed. All rules of updating a task hold: an old status
   * must be one step away, and old labels must still be there. An event that has changed no field is 422.
   */
  @Post(':event_id/revert')
  @HttpCode(200)
  @Requires('update_task', 'task')
  @ErrorCodes({
    conflict: ['project_archived', 'invalid_status_transition', 'changed_since'],
    invalid: ['validation_failed'],
  })
  async revert(@CurrentActor() actor: Actor, @Row() task: Task, @Param('event_id') eventId: string): Promise<TaskView> {
    const id = idFromText(eventId);
    if (!isId(id)) throw errors.notFound('event');
    return TaskView.of(await this.history.revert(actor, task, id));
  }
}
