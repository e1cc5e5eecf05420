import { PageOf } from '../../platform/input/list-query.js';
import type { Reminder } from './reminder.entity.js';

export class ReminderView {
  id!: number;
  task_id!: number;
  remind_at!: Date;
  created_at!: Date;

  static of(this: void, { id, taskId, remindAt, createdAt }: Reminder): ReminderView {
    return { id, task_id: taskId, remind_at: remindAt, created_at: createdAt };
  }
}

export class ReminderPage extends PageOf(ReminderView) {}
