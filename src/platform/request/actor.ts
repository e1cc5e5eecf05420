import type { AdmissionSlot } from './admission-slot.js';
import type { Permission } from './permissions.js';

/** Where a request comes from: all that is known of a caller who is not signed in. */
export class Visitor {
  constructor(
    readonly ip: string,
    readonly userAgent: string | null,
    readonly requestId: string,
    /** Pauses the clock during waits that are not work; see `withoutSlot`. */
    readonly slot?: AdmissionSlot,
  ) {}
}

/** What an API token is limited to, beside the permissions that it names. */
export interface TokenScope {
  readonly id: number;
  /** The projects that it is for; null for all, and for what is in no project. */
  readonly projectIds: readonly number[] | null;
}

/** The cached identity of an active session or API token. All its requests share the object until something changes. */
export interface Identity {
  readonly userId: number;
  /** Negative for an API token: see `sessionOfToken`. */
  readonly sessionId: number;
  /** Of an API token: those of its owner that it names. */
  readonly permissions: ReadonlySet<Permission>;
  readonly passwordMustChange: boolean;
  readonly token?: TokenScope;
}

/** A signed-in person making a request. It is passed to every service method that acts for somebody. */
export class Actor extends Visitor {
  readonly id: number;
  readonly sessionId: number;

  constructor(
    readonly identity: Identity,
    visitor: Visitor,
  ) {
    super(visitor.ip, visitor.userAgent, visitor.requestId, visitor.slot);
    this.id = identity.userId;
    this.sessionId = identity.sessionId;
  }

  /** The API token with which the request came, if it did. */
  get token(): TokenScope | undefined {
    return this.identity.token;
  }

  /** The projects to which an API token limits the request; null where nothing does. */
  get projectIds(): readonly number[] | null {
    return this.identity.token?.projectIds ?? null;
  }

  can(permission: Permission): boolean {
    return this.identity.permissions.has(permission);
  }
}
