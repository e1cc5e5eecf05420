import { Module } from '@nestjs/common';
import { ResourceRegistry } from '../../platform/access/resource-registry.js';
import { Section } from '../../platform/http/section.js';
import { TaskModule } from '../tasks/task.module.js';
import { UserModule } from '../users/user.module.js';
import { DueReminders } from './due-reminders.js';
import { ReminderController } from './reminder.controller.js';
import type { Reminder } from './reminder.entity.js';
import { ReminderNotifier } from './reminder.notifier.js';
import { reminderPolicy } from './reminder.policy.js';
import { ReminderRepository } from './reminder.repository.js';
import { ReminderService } from './reminder.service.js';

@Section('Your reminders of tasks.')
@Module({
  imports: [UserModule, TaskModule],
  controllers: [ReminderController],
  providers: [ReminderRepository, ReminderService, DueReminders, ReminderNotifier],
})
export class ReminderModule {
  constructor(rows: ResourceRegistry, reminders: ReminderRepository) {
    const find = (id: number) => reminders.findById(id);
    rows.register<Reminder>(reminderPolicy, { find });
  }
}
