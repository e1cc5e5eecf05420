import type { Identity } from '../../request/actor.js';

/** An API token as its strategy needs it. */
export interface KnownApiToken {
  id: number;
  userId: number;
  /** Null for one that doesn't expire. */
  expiresAt: Date | null;
}

/** What the platform asks of the feature that keeps API tokens. */
export abstract class ApiTokenSource {
  /** By the hash of a token; null for one that there isn't. */
  abstract find(hash: Buffer): Promise<KnownApiToken | null>;

  /** The identity of a token that has not expired, of an active account, or null. One query. */
  abstract loadIdentity(id: number): Promise<Identity | null>;

  /** Keeps that it was used just now. */
  abstract noteUse(id: number): Promise<void>;
}
