import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import type { RecordedEvent } from '../../platform/events/domain-event.js';
import { Events } from '../../platform/events/events.js';
import { Every, On } from '../../platform/events/on.js';
import { Clock } from '../../platform/time/clock.js';
import { ProjectRestored } from '../projects/project.events.js';
import { TaskRestored } from '../tasks/task.events.js';
import { ReminderDue } from './reminder.events.js';
import { ReminderRepository } from './reminder.repository.js';

/** At most so many in one run; the rest waits for the next one. */
const BATCH = 2_000;

/**
 * Finds the reminders whose time has come. Each becomes an event in the transaction that deletes it, so it is heard once,
 * however many instances look, and whichever of them dies.
 *
 * @spec SPEC-026.5, SPEC-026.7, SPEC-026.9
 */
@Injectable()
export class DueReminders {
  constructor(
    private readonly db: Database,
    private readonly reminders: ReminderRepository,
    private readonly events: Events,
    private readonly clock: Clock,
  ) {}

  /** Two pauses, which is what one that is just missed takes, are half a minute. */
  @Every({ seconds: 15, as: 'ring-reminders' })
  async ring(): Promise<void> {
    await this.db.transaction(async () => {
      const due = await this.reminders.takeDue(this.clock.now(), BATCH);
      await this.events.recordAll(due.map((one) => new ReminderDue({ ...one, remindAt: one.remindAt.toISOString() })));
    });
  }

  @On(TaskRestored, { as: 'wake-reminders-of-task' })
  async wakeOfTask({ data }: RecordedEvent<TaskRestored>): Promise<void> {
    await this.reminders.wakeOfTask(data.taskId);
  }

  @On(ProjectRestored, { as: 'wake-reminders-of-project' })
  async wakeOfProject({ data }: RecordedEvent<ProjectRestored>): Promise<void> {
    await this.reminders.wakeOfProject(data.projectId);
  }
}
