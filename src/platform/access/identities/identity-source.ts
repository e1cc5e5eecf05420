import type { Identity } from '../../request/actor.js';

/** What the platform asks of the feature that keeps sessions. */
export abstract class IdentitySource {
  /** The identity of a live session of an active person, or null. One query. */
  abstract load(sessionId: number): Promise<Identity | null>;
}
