import type { Request } from 'express';

/** Identifies the caller before any guard runs. `access` implements it for the rate limits. */
export abstract class CallerIdentity {
  /**
   * Whom the request counts for: the owner of a genuine access token (signature, type, issuer, audience, expiry) whose
   * session lives, else null. An id that anybody can write down, or that was taken back, would be a limit that anybody
   * can dodge, or use up for others. Never throws.
   */
  abstract userIdOf(request: Request): number | null | Promise<number | null>;
}
