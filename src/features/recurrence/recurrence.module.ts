import { Module } from '@nestjs/common';
import { TaskModule } from '../tasks/task.module.js';
import { UserModule } from '../users/user.module.js';
import { Succession } from './succession.js';

/** What comes after a recurring task. */
@Module({ imports: [UserModule, TaskModule], providers: [Succession] })
export class RecurrenceModule {}
