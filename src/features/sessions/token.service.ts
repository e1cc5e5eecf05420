import { Injectable } from '@nestjs/common';
import { AccessTokens } from '../../platform/access/access-tokens.js';
import type { Visitor } from '../../platform/request/actor.js';
import { type IssuedToken, RefreshTokenService } from './refresh-token.service.js';

export interface TokenPair {
  accessToken: string;
  expiresInSeconds: number;
  refreshToken: string;
  refreshExpiresInSeconds: number;
}

/** Token pairs: an access token beside the session's current refresh token. */
@Injectable()
export class TokenService {
  constructor(
    private readonly accessTokens: AccessTokens,
    private readonly refreshTokens: RefreshTokenService,
  ) {}

  /** For a session that was just begun; the refresh token is kept in the open transaction. */
  async first(session: { id: number; userId: number }): Promise<IssuedToken> {
    return this.refreshTokens.issue({ sessionId: session.id, userId: session.userId });
  }

  /** @throws AppError `invalid_refresh_token`, `refresh_token_reused` */
  async refresh(visitor: Visitor, refreshToken: string): Promise<TokenPair> {
    return this.pair(await this.refreshTokens.rotate(visitor, refreshToken));
  }

  pair({ userId, sessionId, token, secondsLeft }: IssuedToken): TokenPair {
    return {
      accessToken: this.accessTokens.sign(userId, sessionId),
      expiresInSeconds: Math.max(1, Math.floor(this.accessTokens.lifetimeSeconds)),
      refreshToken: token,
      refreshExpiresInSeconds: secondsLeft,
    };
  }
}
