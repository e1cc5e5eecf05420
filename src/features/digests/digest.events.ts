import { DomainEvent } from '../../platform/events/domain-event.js';

/** It is morning for somebody who has tasks that are due. */
export class DigestDue extends DomainEvent<{ userId: number; day: string }> {
  static readonly type = 'digest.due';

  get subject() {
    return { type: 'user', id: this.data.userId };
  }
}
