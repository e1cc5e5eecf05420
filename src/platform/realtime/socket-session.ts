import type { Identity } from '../request/actor.js';

/** An accepted handshake: who connects, and how long the token is valid. */
export interface SocketSession {
  userId: number;
  sessionId: number;
  /** What the token allowed when it was last looked at. */
  identity: Identity;
  /** In milliseconds since 1970; null for a token that doesn't expire. */
  expiresAt: number | null;
  /** The last message that the client has; null if it asks for nothing that it missed. */
  lastSeq: number | null;
}
