import { Injectable } from '@nestjs/common';
import { Within } from '../../platform/events/on.js';
import { Actor, type Visitor } from '../../platform/request/actor.js';
import { Clock } from '../../platform/time/clock.js';
import { dayIn } from '../../platform/time/time-zone.js';
import { TaskStatusChanged } from '../tasks/task.events.js';
import { TaskService } from '../tasks/task.service.js';
import { UserService } from '../users/user.service.js';
import { nextDays } from './next-days.js';

/**
 * Makes the next task of a series when one becomes done, in the same transaction, however it becomes so: by a change, a
 * move, or going back in the history.
 *
 * @spec SPEC-027.9, SPEC-027.12, SPEC-027.13
 */
@Injectable()
export class RecurringTasks {
  constructor(
    private readonly tasks: TaskService,
    private readonly users: UserService,
    private readonly clock: Clock,
  ) {}

  @Within(TaskStatusChanged)
  async createNext(by: Visitor | null, { data }: TaskStatusChanged): Promise<void> {
    if (data.new !== 'done' || !(by instanceof Actor)) return;
    const task = await this.tasks.findRecurring(by, data.taskId);
    if (!task) return;
    const days = nextDays(task, await this.todayOf(by));
    if (days) await this.tasks.repeat(by, task, days);
  }

  private async todayOf({ id }: Actor): Promise<string> {
    return dayIn((await this.users.find(id))?.timeZone ?? 'UTC', this.clock.now());
  }
}
