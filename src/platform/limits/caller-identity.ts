import type { Request } from 'express';

/** Identifies the caller before any guard runs. `access` implements it for the rate limits. */
export abstract class CallerIdentity {
  /**
   * For whom the request counts: `user:5` for a valid access token (signature, type, issuer, audience, expiry) whose
   * session is active, `token:7` for an API token that is in force, otherwise null. With an unverified id, callers could avoid the limit or use up
   * that of others. Never throws.
   */
  abstract keyOf(request: Request): string | null | Promise<string | null>;
}
