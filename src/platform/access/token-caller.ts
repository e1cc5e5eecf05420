import { Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { CallerIdentity } from '../limits/caller-identity.js';
import { Authentication } from './authentication.js';
import type { Claims } from './claims.js';
import { Identities } from './identities.js';

/**
 * For the rate limits: the owner of a valid token whose session is active.
 *
 * @spec SPEC-009.20
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
  userIdOf(request: Request): number | null | Promise<number | null> {
    if (!request.headers.authorization) return null;
    try {
      const claims = this.authentication.claimsOf(request);
      return claims instanceof Promise ? this.laterUserIdOf(claims) : this.whileLiving(claims);
    } catch {
      return null;
    }
  }

  private async laterUserIdOf(claims: Promise<Claims>): Promise<number | null> {
    const known = await claims.catch(() => null);
    return known && this.whileLiving(known);
  }

  private whileLiving(claims: Claims): number | null | Promise<number | null> {
    const isLiving = this.identities.isLiving(claims);
    if (isLiving instanceof Promise) return isLiving.then((lives) => (lives ? claims.userId : null));
    return isLiving ? claims.userId : null;
  }
}
