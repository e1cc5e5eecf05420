import { Injectable } from '@nestjs/common';
import type { Identity } from '../../request/actor.js';
import { TokenUse } from '../api-tokens/token-use.js';
import { Authentication } from './authentication.js';
import type { Bearer } from './bearer.js';
import type { Claims } from '../claims.js';
import { Identities } from '../identities/identities.js';

/** Who comes with a token, as they are now. */
@Injectable()
export class Callers {
  constructor(
    private readonly authentication: Authentication,
    private readonly identities: Identities,
    private readonly use: TokenUse,
  ) {}

  /** @throws AppError `missing_token`, `invalid_token`, `token_expired`, `token_revoked` */
  async of(bearer: Bearer): Promise<{ claims: Claims; identity: Identity }> {
    const claims = await this.authentication.claimsOf(bearer);
    const identity = await this.identities.of(claims);
    await this.use.note(claims.sessionId);
    return { claims, identity };
  }
}
