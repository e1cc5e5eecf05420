/** An accepted handshake: who connects, and how long the token is valid. */
export interface SocketSession {
  userId: number;
  sessionId: number;
  expiresAt: Date;
  /** The last message that the client has; null if it asks for nothing that it missed. */
  lastSeq: number | null;
}
