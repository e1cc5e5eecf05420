import { Module } from '@nestjs/common';
import { CommentModule } from '../comments/comment.module.js';
import { ProjectModule } from '../projects/project.module.js';
import { TaskModule } from '../tasks/task.module.js';
import { UserModule } from '../users/user.module.js';
import { MemberNotifier } from './member.notifier.js';
import { TaskMails } from './task.mails.js';
import { TaskNewsDesk } from './task-news.service.js';
import { TaskNotifier } from './task.notifier.js';

/** Who hears of what: as a notification, and as a mail. */
@Module({
  imports: [UserModule, ProjectModule, TaskModule, CommentModule],
  providers: [TaskNewsDesk, TaskNotifier, TaskMails, MemberNotifier],
})
export class NotifierModule {}
