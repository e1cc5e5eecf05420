import { Body, Controller, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import type { Actor } from '../../platform/request/actor.js';
import { CurrentActor, SignedIn } from '../../platform/access/rules.js';
import { errors } from '../../platform/errors/errors.js';
import { idFromText, isId } from '../../platform/input/fields.js';
import { ListNotifications, MarkNotification } from './notification.dto.js';
import { NotificationService } from './notification.service.js';
import { NotificationPage, NotificationView, UnreadCount } from './notification.view.js';

@Controller('notifications')
export class NotificationController {
  constructor(private readonly notifications: NotificationService) {}

  /** What the caller was told, newest first. */
  @Get()
  @SignedIn()
  async list(@CurrentActor() actor: Actor, @Query() query: ListNotifications): Promise<NotificationPage> {
    return query.page(await this.notifications.list(actor, query), NotificationView.of);
  }

  /** How much of it is unread. */
  @Get('unread-count')
  @SignedIn()
  async countUnread(@CurrentActor() actor: Actor): Promise<UnreadCount> {
    return { count: await this.notifications.countUnread(actor) };
  }

  /** Marks one as read or unread; other people's are not found. */
  @Patch(':id')
  @SignedIn()
  async mark(
    @CurrentActor() actor: Actor,
    @Param('id') text: string,
    @Body() changes: MarkNotification,
  ): Promise<NotificationView> {
    const id = idFromText(text);
    if (!isId(id)) throw errors.notFound('notification');
    return NotificationView.of(await this.notifications.mark(actor, id, changes));
  }

  /** Marks all of them as read. */
  @Post('read-all')
  @HttpCode(200)
  @SignedIn()
  async markAllRead(@CurrentActor() actor: Actor): Promise<void> {
    await this.notifications.markAllRead(actor);
  }
}
