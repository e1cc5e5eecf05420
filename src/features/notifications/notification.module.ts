import { Global, Module } from '@nestjs/common';
import { Section } from '../../platform/http/section.js';
import { MessageLog } from '../../platform/realtime/message-log.js';
import { CommentModule } from '../comments/comment.module.js';
import { TaskModule } from '../tasks/task.module.js';
import { NotificationController } from './notification.controller.js';
import { NotificationLog } from './notification-log.js';
import { NotificationRepository } from './notification.repository.js';
import { NotificationRetention } from './notification-retention.js';
import { NotificationService } from './notification.service.js';
import { TaskNotifier } from './task.notifier.js';

/** Global because live connections read from its log. */
@Global()
@Section('Your notifications. The same notifications arrive live over Socket.IO.')
@Module({
  imports: [TaskModule, CommentModule],
  controllers: [NotificationController],
  providers: [
    NotificationRepository,
    NotificationService,
    { provide: MessageLog, useClass: NotificationLog },
    TaskNotifier,
    NotificationRetention,
  ],
  exports: [MessageLog],
})
export class NotificationModule {}
