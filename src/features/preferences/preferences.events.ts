import { DomainEvent } from '../../platform/events/domain-event.js';

/** The preferences that were changed, by the names that they have in a PATCH. */
type Changes = Record<string, { old: unknown; new: unknown }>;

export class NotificationPreferencesChanged extends DomainEvent<{ userId: number; changes: Changes }> {
  static readonly type = 'user.notification_preferences_changed';

  get subject() {
    return { type: 'user', id: this.data.userId };
  }
}
