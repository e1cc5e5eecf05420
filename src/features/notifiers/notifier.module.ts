import { Module } from '@nestjs/common';
import { CommentModule } from '../comments/comment.module.js';
import { ProjectModule } from '../projects/project.module.js';
import { TaskModule } from '../tasks/task.module.js';
import { UserModule } from '../users/user.module.js';
import { MemberNotifier } from './member.notifier.js';
import { TaskMails } from './task.mails.js';
import { TaskNotifications } from './task-notifications.service.js';
import { TaskNotifier } from './task.notifier.js';
import { WebhookMail } from './webhook.mail.js';
import { WebhookNotifier } from './webhook.notifier.js';
import { WebhookReaders } from './webhook-readers.js';

/** Who hears of what: as a notification, and as a mail. */
@Module({
  imports: [UserModule, ProjectModule, TaskModule, CommentModule],
  providers: [TaskNotifications, TaskNotifier, TaskMails, MemberNotifier, WebhookReaders, WebhookNotifier, WebhookMail],
})
export class NotifierModule {}
