import { DomainEvent } from '../../platform/events/domain-event.js';

interface AboutIdentity {
  userId: number;
  identityId: number;
  provider: string;
  issuer: string;
}

abstract class IdentityEvent<D extends AboutIdentity = AboutIdentity> extends DomainEvent<D> {
  get subject() {
    return { type: 'user', id: this.data.userId };
  }
}

/** `how`: the account was made with it, or its owner has linked it. */
export class IdentityLinked extends IdentityEvent<AboutIdentity & { how: 'registered' | 'linked' }> {
  static readonly type = 'identity.linked';
}

export class IdentityUnlinked extends IdentityEvent {
  static readonly type = 'identity.unlinked';
}
