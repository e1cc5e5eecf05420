import { Injectable } from '@nestjs/common';
import { AccessTokens } from '../../../platform/access/authentication/access-tokens.js';
import type { AppError } from '../../../platform/errors/app-error.js';
import type { Visitor } from '../../../platform/request/actor.js';
import { type IssuedToken, type Refusal, RefreshTokenService } from './refresh-token.service.js';
import { SessionEndings } from '../session-endings.service.js';
import { sessionErrors } from '../session.errors.js';
import { actorIn, SessionService } from '../session.service.js';

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
    private readonly sessions: SessionService,
    private readonly endings: SessionEndings,
  ) {}

  /** For a session that was just begun; the refresh token is kept in the open transaction. */
  async first(session: { id: number; userId: number }): Promise<IssuedToken> {
    return this.refreshTokens.issue({ sessionId: session.id, userId: session.userId });
  }

  /**
   * What theft leaves behind is committed before it is said.
   *
   * @throws AppError `invalid_refresh_token`, `refresh_token_reused`
   */
  async refresh(visitor: Visitor, refreshToken: string): Promise<TokenPair> {
    const use = await this.refreshTokens.rotate(visitor, refreshToken);
    if ('issued' in use) return this.pair(use.issued);
    throw await this.refuse(visitor, use);
  }

  /**
   * Ends the session of a refresh token.
   *
   * @throws AppError `invalid_refresh_token`
   */
  async leave(visitor: Visitor, refreshToken: string): Promise<void> {
    const known = await this.refreshTokens.find(refreshToken);
    if (!known?.isAlive) throw sessionErrors.invalidRefreshToken();
    await this.endings.leave(actorIn({ id: known.sessionId, userId: known.userId }, visitor));
  }

  pair({ userId, sessionId, token, secondsLeft }: IssuedToken): TokenPair {
    return {
      accessToken: this.accessTokens.sign(userId, sessionId),
      expiresInSeconds: Math.max(1, Math.floor(this.accessTokens.lifetimeSeconds)),
      refreshToken: token,
      refreshExpiresInSeconds: secondsLeft,
    };
  }

  private async refuse(visitor: Visitor, { refused, known }: Refusal): Promise<AppError> {
    const error = refused === 'no good' ? sessionErrors.invalidRefreshToken() : sessionErrors.refreshTokenReused();
    if (refused === 'theft') await this.endings.endStolen(visitor, known);
    else await this.sessions.noteRefusal(visitor, known, error.code);
    return error;
  }
}
