import { DomainEvent } from '../../platform/events/domain-event.js';

abstract class CalendarEvent extends DomainEvent<{ userId: number }> {
  get subject() {
    return { type: 'user', id: this.data.userId };
  }
}

export class CalendarAddressCreated extends CalendarEvent {
  static readonly type = 'calendar_address.created';
}

export class CalendarAddressRevoked extends CalendarEvent {
  static readonly type = 'calendar_address.revoked';
}
