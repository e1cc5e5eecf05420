import { Injectable } from '@nestjs/common';
import passport from 'passport';
import { accessErrors } from '../access-errors.js';
import { type Bearer, tokenOf } from '../authentication/bearer.js';
import type { Claims } from '../claims.js';
import { hashOfApiToken, isApiToken } from './api-token-format.js';
import { ApiTokenSource } from './api-token-source.js';
import { sessionOfToken } from './token-session.js';

/**
 * API tokens. One with a wrong checksum is refused without a query.
 *
 * @spec SPEC-034.3, SPEC-034.4
 */
@Injectable()
export class ApiTokenStrategy extends passport.Strategy {
  constructor(private readonly tokens: ApiTokenSource) {
    super();
  }

  override authenticate(bearer: unknown): void {
    const token = tokenOf(bearer as Bearer);
    if (!isApiToken(token)) return this.answer(null);
    this.claimsOf(token).then(
      (claims) => this.answer(claims),
      (error: unknown) => this.error(error),
    );
  }

  private answer(claims: Claims | null): void {
    if (claims) this.success(claims);
    else this.fail(401);
  }

  private async claimsOf(token: string): Promise<Claims | null> {
    const known = await this.tokens.find(hashOfApiToken(token));
    if (!known) return null;
    const { id, userId, expiresAt } = known;
    if (expiresAt && expiresAt.getTime() <= Date.now()) throw accessErrors.tokenExpired();
    return { userId, sessionId: sessionOfToken(id), expiresAt: expiresAt ? expiresAt.getTime() / 1000 : Infinity };
  }
}
