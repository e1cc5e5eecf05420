import { Body, Controller, Delete, Get, Post, Query } from '@nestjs/common';
import type { Actor } from '../../platform/request/actor.js';
import { CurrentActor, Requires, Row, SignedIn } from '../../platform/access/rules.js';
import { ErrorCodes } from '../../platform/http/error-codes.js';
import { ListQuery } from '../../platform/input/list-query.js';
import type { Task } from '../tasks/task.entity.js';
import { CreateReminder } from './reminder.dto.js';
import type { Reminder } from './reminder.entity.js';
import { ReminderService } from './reminder.service.js';
import { ReminderPage, ReminderView } from './reminder.view.js';

@Controller()
export class ReminderController {
  constructor(private readonly reminders: ReminderService) {}

  /**
   * Set a reminder of a task, for yourself. When its time has come you get the notification `task_reminder` and a mail,
   * and the reminder is gone. You get nothing if you may not read the task any more. Of a task in the trash you are
   * reminded when it is restored. You can have 50 reminders of one task, also in an archived project.
   */
  @Post('tasks/:id/reminders')
  @Requires('read_task', 'task')
  @ErrorCodes({ conflict: ['limit_reached'] })
  async create(@CurrentActor() actor: Actor, @Row() task: Task, @Body() body: CreateReminder): Promise<ReminderView> {
    return ReminderView.of(await this.reminders.create(actor, task, body.remind_at));
  }

  /** List your reminders of a task that are still to come. The oldest come first. */
  @Get('tasks/:id/reminders')
  @Requires('read_task', 'task')
  async list(@CurrentActor() actor: Actor, @Row() task: Task, @Query() query: ListQuery): Promise<ReminderPage> {
    return query.page(await this.reminders.list(actor, task, query), ReminderView.of);
  }

  /** Delete a reminder. Reminders of other people are not found (404). */
  @Delete('reminders/:id')
  @SignedIn({ of: 'reminder' })
  async remove(@CurrentActor() actor: Actor, @Row() reminder: Reminder): Promise<void> {
    await this.reminders.remove(actor, reminder);
  }
}
