import { DomainEvent } from '../../platform/events/domain-event.js';

/** What follows is told as of any account: `user.renamed`, `user.roles_changed`, `user.disabled`, `user.deleted` … */
export class ServiceAccountCreated extends DomainEvent<{ userId: number; displayName: string; roles: string[] }> {
  static readonly type = 'service_account.created';

  get subject() {
    return { type: 'user', id: this.data.userId };
  }
}
