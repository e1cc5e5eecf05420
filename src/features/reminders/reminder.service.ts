import { Injectable } from '@nestjs/common';
import type { Actor } from '../../platform/request/actor.js';
import { Database } from '../../platform/database/database.js';
import { errors } from '../../platform/errors/errors.js';
import { Events } from '../../platform/events/events.js';
import { Clock } from '../../platform/time/clock.js';
import type { Task } from '../tasks/task.entity.js';
import { MAX_REMINDERS, type Reminder } from './reminder.entity.js';
import { reminderErrors } from './reminder.errors.js';
import { ReminderCreated, ReminderDeleted } from './reminder.events.js';
import { ReminderRepository } from './reminder.repository.js';

/**
 * What people want to be reminded of. It is each person's own affair: also in an archived project.
 *
 * @spec SPEC-026.1, SPEC-026.2, SPEC-026.3, SPEC-026.4
 */
@Injectable()
export class ReminderService {
  constructor(
    private readonly db: Database,
    private readonly reminders: ReminderRepository,
    private readonly events: Events,
    private readonly clock: Clock,
  ) {}

  list(actor: Actor, task: Task, page: { after: number | null; limit: number }): Promise<Reminder[]> {
    return this.reminders.listOwn(actor.id, task.id, page);
  }

  /**
   * Whoever makes several at once makes them one after the other, so that each counts those before it.
   *
   * @throws AppError `validation_failed` for a time that has passed, `limit_reached`
   */
  create(actor: Actor, task: Task, remindAt: Date): Promise<Reminder> {
    if (remindAt <= this.clock.now()) throw reminderErrors.notInFuture();
    const [userId, taskId] = [actor.id, task.id];
    return this.db.transaction(async () => {
      await this.reminders.takeTurn(userId);
      const count = await this.reminders.countOwn(userId, taskId);
      if (count >= MAX_REMINDERS) throw errors.limitReached('reminders', MAX_REMINDERS);
      const reminder = await this.reminders.add({ userId, taskId, remindAt });
      await this.events.record(actor, new ReminderCreated(aboutReminder(reminder)));
      return reminder;
    });
  }

  /** @throws AppError `not_found` for one that was deleted, or due, meanwhile */
  async remove(actor: Actor, reminder: Reminder): Promise<void> {
    await this.db.transaction(async () => {
      if (!(await this.reminders.removeOne(reminder.id))) throw errors.notFound('reminder');
      await this.events.record(actor, new ReminderDeleted(aboutReminder(reminder)));
    });
  }
}

function aboutReminder({ id: reminderId, taskId, userId, remindAt }: Reminder): ReminderCreated['data'] {
  return { reminderId, taskId, userId, remindAt: remindAt.toISOString() };
}
