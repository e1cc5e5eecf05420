import { DomainEvent } from '../../platform/events/domain-event.js';

interface AboutReminder {
  reminderId: number;
  taskId: number;
  userId: number;
  remindAt: string;
}

/** Its subject is the reminder and not the task: the history of a task tells nobody of it. */
abstract class ReminderEvent<D extends AboutReminder = AboutReminder> extends DomainEvent<D> {
  get subject() {
    return { type: 'reminder', id: this.data.reminderId };
  }
}

export class ReminderCreated extends ReminderEvent {
  static readonly type = 'reminder.created';
}

export class ReminderDeleted extends ReminderEvent {
  static readonly type = 'reminder.deleted';
}

/** Its time has come; the reminder itself is gone. */
export class ReminderDue extends ReminderEvent<AboutReminder & { projectId: number }> {
  static readonly type = 'reminder.due';
}
