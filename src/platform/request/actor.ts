import type { Stay } from './stay.js';
import type { Permission } from './permissions.js';

/** Where a request comes from: all that is known of a caller who is not signed in. */
export class Visitor {
  constructor(
    readonly ip: string,
    readonly userAgent: string | null,
    readonly requestId: string,
    /** Pauses the clock during waits that are not work; see `deliberately`. */
    readonly stay?: Stay,
  ) {}
}

/** The cached identity of an active session. All its requests share the object until something changes. */
export interface Identity {
  readonly userId: number;
  readonly sessionId: number;
  readonly permissions: ReadonlySet<Permission>;
  readonly passwordMustChange: boolean;
}

/** A signed-in person making a request. It is passed to every service method that acts for somebody. */
export class Actor extends Visitor {
  readonly id: number;
  readonly sessionId: number;

  constructor(
    readonly identity: Identity,
    visitor: Visitor,
  ) {
    super(visitor.ip, visitor.userAgent, visitor.requestId, visitor.stay);
    this.id = identity.userId;
    this.sessionId = identity.sessionId;
  }

  can(permission: Permission): boolean {
    return this.identity.permissions.has(permission);
  }
}
