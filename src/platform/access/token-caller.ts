import { Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { CallerIdentity } from '../limits/caller-identity.js';
import { tokenOf } from './access.guard.js';
import { AccessTokens } from './access-tokens.js';
import { Identities } from './identities.js';

/**
 * For the rate limits: the owner of a valid token whose session is active.
 *
 * @spec SPEC-009.20
 */
@Injectable()
export class TokenCaller extends CallerIdentity {
  constructor(
    private readonly tokens: AccessTokens,
    private readonly identities: Identities,
  ) {
    super();
  }

  userIdOf(request: Request): number | null | Promise<number | null> {
    if (!request.headers.authorization) return null;
    try {
      const { sessionId, userId } = this.tokens.verify(tokenOf(request));
      const isLiving = this.identities.isLiving(sessionId, userId);
      if (typeof isLiving === 'boolean') return isLiving ? userId : null;
      return isLiving.then((lives) => (lives ? userId : null));
    } catch {
      return null;
    }
  }
}
