import { Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { CallerIdentity } from '../../limits/caller-identity.js';
import { tokenOfSession } from '../api-tokens/token-session.js';
import { Authentication } from './authentication.js';
import type { Claims } from '../claims.js';
import { Identities } from '../identities/identities.js';

/**
 * For the rate limits: the owner of a valid access token whose session is active, or an API token that is in force.
 *
 * @spec SPEC-009.20, SPEC-034.13
 */
@Injectable()
export class TokenCaller extends CallerIdentity {
  constructor(
    private readonly authentication: Authentication,
    private readonly identities: Identities,
  ) {
    super();
  }

  /** A promise only where the database has to be asked: nearly every request passes here. */
  keyOf(request: Request): string | null | Promise<string | null> {
    if (!request.headers.authorization) return null;
    try {
      const claims = this.authentication.claimsOf(request);
      return claims instanceof Promise ? this.laterKeyOf(claims) : this.whileLiving(claims);
    } catch {
      return null;
    }
  }

  private async laterKeyOf(claims: Promise<Claims>): Promise<string | null> {
    const known = await claims.catch(() => null);
    return known && this.whileLiving(known);
  }

  private whileLiving(claims: Claims): string | null | Promise<string | null> {
    const isLiving = this.identities.isLiving(claims);
    if (isLiving instanceof Promise) return isLiving.then((lives) => (lives ? keyOf(claims) : null));
    return isLiving ? keyOf(claims) : null;
  }
}

function keyOf({ userId, sessionId }: Claims): string {
  const tokenId = tokenOfSession(sessionId);
  return tokenId === null ? `user:${userId}` : `token:${tokenId}`;
}
