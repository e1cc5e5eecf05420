import type { Request } from 'express';

/** Who is asking, as far as that is known before any guard: the port that `access` fills for the limits. */
export abstract class CallerIdentity {
  /**
   * The id in the request's access token if that token is genuine (signature, type, issuer, audience, expiry), else
   * null: an id that anybody can write down would be a limit that anybody can dodge, or use up for others. Asks no
   * database, never throws.
   */
  abstract userIdOf(request: Request): number | null;
}
