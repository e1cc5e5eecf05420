import type { Request } from 'express';

/** Identifies the caller before any guard runs. `access` implements it for the rate limits. */
export abstract class CallerIdentity {
  /**
   * The person for whom the request counts: the owner of a valid access token (signature, type, issuer, audience,
   * expiry) whose session is active, otherwise null. With an unverified id, callers could avoid the limit or use up
   * that of others. Never throws.
   */
  abstract userIdOf(request: Request): number | null | Promise<number | null>;
}
