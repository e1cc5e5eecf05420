import type { Request } from 'express';

/** Who is asking, as far as that is known before any guard: the port that `access` fills for the limits. */
export abstract class CallerIdentity {
  /**
   * Whom the request counts for: the owner of a genuine access token (signature, type, issuer, audience, expiry) whose
   * session lives, else null. An id that anybody can write down, or that was taken back, would be a limit that anybody
   * can dodge, or use up for others. Never throws.
   */
  abstract userIdOf(request: Request): number | null | Promise<number | null>;
}
