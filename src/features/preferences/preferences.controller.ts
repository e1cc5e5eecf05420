import { Body, Controller, Get, Patch } from '@nestjs/common';
import type { Actor } from '../../platform/request/actor.js';
import { CurrentActor, SignedIn } from '../../platform/access/rules.js';
import { UpdateNotificationPreferences } from './preferences.dto.js';
import { PreferencesService } from './preferences.service.js';
import { NotificationPreferencesView } from './preferences.view.js';

@Controller('users/me/notification-preferences')
export class PreferencesController {
  constructor(private readonly preferences: PreferencesService) {}

  /** Get your notification preferences: which notifications come as mails, and which projects are muted. */
  @Get()
  @SignedIn()
  async read(@CurrentActor() actor: Actor): Promise<NotificationPreferencesView> {
    return NotificationPreferencesView.of(await this.preferences.of(actor));
  }

  /**
   * Update your notification preferences. Of a muted project you get no notifications and no mails but those of
   * mentions and assignments.
   */
  @Patch()
  @SignedIn()
  async update(
    @CurrentActor() actor: Actor,
    @Body() changes: UpdateNotificationPreferences,
  ): Promise<NotificationPreferencesView> {
    return NotificationPreferencesView.of(await this.preferences.update(actor, changes));
  }
}
