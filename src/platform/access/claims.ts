/** Whom a proof speaks for: identity only, what they may do is asked anew. Every strategy ends in it. */
export interface Claims {
  userId: number;
  /** Of a session, or of an API token as `sessionOfToken` says. */
  sessionId: number;
  /** Seconds since 1970; infinite for a token that doesn't expire. */
  expiresAt: number;
}
