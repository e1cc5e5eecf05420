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

  async userIdOf(request: Request): Promise<number | null> {
    if (!request.headers.authorization) return null;
    const claims = await this.claimsOf(request);
    return claims && (await this.identities.isLiving(claims)) ? claims.userId : null;
  }

  private async claimsOf(request: Request): Promise<Claims | null> {
    try {
      return await this.authentication.claimsOf(request);
    } catch {
      return null;
    }
  }
}
