import { Global, Module } from '@nestjs/common';
import { ResourceRegistry } from '../../platform/access/resource-registry.js';
import { Section } from '../../platform/http/section.js';
import { MessageLog } from '../../platform/realtime/message-log.js';
import { CommentModule } from '../comments/comment.module.js';
import { TaskModule } from '../tasks/task.module.js';
import { ProjectModule } from '../projects/project.module.js';
import { UserModule } from '../users/user.module.js';
import { MemberNotifier } from './member.notifier.js';
import { NotificationController } from './notification.controller.js';
import { NotificationDelivery } from './notification-delivery.js';
import { NotificationLog } from './notification-log.js';
import type { Notification } from './notification.entity.js';
import { notificationPolicy } from './notification.policy.js';
import { NotificationRepository } from './notification.repository.js';
import { NotificationRetention } from './notification-retention.js';
import { NotificationService } from './notification.service.js';
import { TaskNotifier } from './task.notifier.js';

/** Global because live connections read from its log. */
@Global()
@Section('Your notifications. The same notifications arrive live over Socket.IO.')
@Module({
  imports: [UserModule, ProjectModule, TaskModule, CommentModule],
  controllers: [NotificationController],
  providers: [
    NotificationRepository,
    NotificationService,
    { provide: MessageLog, useClass: NotificationLog },
    NotificationDelivery,
    TaskNotifier,
    MemberNotifier,
    NotificationRetention,
  ],
  exports: [MessageLog],
})
export class NotificationModule {
  constructor(rows: ResourceRegistry, notifications: NotificationRepository) {
    const find = (id: number) => notifications.findById(id);
    rows.register<Notification>(notificationPolicy, { find });
  }
}
