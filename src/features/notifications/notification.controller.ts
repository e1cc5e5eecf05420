import { Body, Controller, Get, HttpCode, Patch, Post, Query } from '@nestjs/common';
import type { Actor } from '../../platform/request/actor.js';
import { CurrentActor, Row, SignedIn } from '../../platform/access/rules.js';
import { ListNotifications, MarkNotification } from './notification.dto.js';
import type { Notification } from './notification.entity.js';
import { NotificationService } from './notification.service.js';
import { NotificationPage, NotificationView, UnreadCount } from './notification.view.js';

@Controller('notifications')
export class NotificationController {
  constructor(private readonly notifications: NotificationService) {}

  /** List your notifications. The newest come first. */
  @Get()
  @SignedIn()
  async list(@CurrentActor() actor: Actor, @Query() query: ListNotifications): Promise<NotificationPage> {
    return query.page(await this.notifications.list(actor, query), NotificationView.of);
  }

  /** Count your unread notifications. */
  @Get('unread-count')
  @SignedIn()
  async countUnread(@CurrentActor() actor: Actor): Promise<UnreadCount> {
    return { count: await this.notifications.countUnread(actor) };
  }

  /** Mark a notification as read or unread. Notifications of other users are not found (404). */
  @Patch(':id')
  @SignedIn({ of: 'notification' })
  async mark(
    @CurrentActor() actor: Actor,
    @Row() { id }: Notification,
    @Body() changes: MarkNotification,
  ): Promise<NotificationView> {
    return NotificationView.of(await this.notifications.mark(actor, id, changes));
  }

  /** Mark all your notifications as read. Those that arrive meanwhile stay unread. */
  @Post('read-all')
  @HttpCode(200)
  @SignedIn()
  async markAllRead(@CurrentActor() actor: Actor): Promise<void> {
    await this.notifications.markAllRead(actor);
  }
}
