import { Injectable } from '@nestjs/common';
import type { Request } from '../http/request.js';
import { CallerIdentity } from '../limits/caller-identity.js';
import { tokenOf } from './access.guard.js';
import { AccessTokens } from './access-tokens.js';

/** For the limits: whom a genuine token names, without asking whether its session still lives. */
@Injectable()
export class TokenCaller extends CallerIdentity {
  constructor(private readonly tokens: AccessTokens) {
    super();
  }

  userIdOf(request: Request): number | null {
    if (!request.headers.authorization) return null;
    try {
      return this.tokens.verify(tokenOf(request)).userId;
    } catch {
      return null;
    }
  }
}
