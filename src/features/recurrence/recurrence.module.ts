import { Module } from '@nestjs/common';
import { TaskModule } from '../tasks/task.module.js';
import { UserModule } from '../users/user.module.js';
import { RecurringTasks } from './recurring-tasks.js';

/** What comes after a recurring task. */
@Module({ imports: [UserModule, TaskModule], providers: [RecurringTasks] })
export class RecurrenceModule {}
