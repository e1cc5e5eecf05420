import { Global, Module } from '@nestjs/common';
import { ResourceRegistry } from '../../platform/access/resource-registry.js';
import { Section } from '../../platform/http/section.js';
import { MessageLog } from '../../platform/realtime/message-log.js';
import { NotificationController } from './notification.controller.js';
import { NotificationDelivery } from './notification-delivery.service.js';
import { NotificationLog } from './notification-log.js';
import type { Notification } from './notification.entity.js';
import { notificationPolicy } from './notification.policy.js';
import { NotificationRepository } from './notification.repository.js';
import { NotificationRetention } from './notification-retention.js';
import { NotificationService } from './notification.service.js';

/** Global because live connections read from its log. */
@Global()
@Section('Your notifications. The same notifications arrive live over Socket.IO.')
@Module({
  controllers: [NotificationController],
  providers: [
    NotificationRepository,
    NotificationService,
    { provide: MessageLog, useClass: NotificationLog },
    NotificationDelivery,
    NotificationRetention,
  ],
  exports: [MessageLog, NotificationDelivery],
})
export class NotificationModule {
  constructor(rows: ResourceRegistry, notifications: NotificationRepository) {
    const find = (id: number) => notifications.findById(id);
    rows.register<Notification>(notificationPolicy, { find });
  }
}
