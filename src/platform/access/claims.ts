/** Whom a proof speaks for: identity only, what they may do is asked anew. Every strategy ends in it. */
export interface Claims {
  userId: number;
  sessionId: number;
  /** Seconds since 1970. */
  expiresAt: number;
}
