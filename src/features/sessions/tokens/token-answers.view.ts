import { Injectable } from '@nestjs/common';
import { AppError } from '../../../platform/errors/app-error.js';
import { RefreshCookie } from '../../../platform/http/headers/refresh-cookie.js';
import type { Visitor } from '../../../platform/request/actor.js';
import type { Request } from '../../../platform/request/request.js';
import { SessionEndings } from '../session-endings.service.js';
import { sessionErrors } from '../session.errors.js';
import { type TokenPair, TokenService } from './token.service.js';
import { TokenPairView } from './token.view.js';

/**
 * Gives token pairs to clients and takes refresh tokens from them: in the body, or in a cookie.
 *
 * @spec SPEC-035.1, SPEC-035.4, SPEC-035.6, SPEC-035.7
 */
@Injectable()
export class TokenAnswers {
  constructor(
    private readonly tokens: TokenService,
    private readonly endings: SessionEndings,
    private readonly cookie: RefreshCookie,
  ) {}

  /** A pair, with its refresh token where the client wants it. */
  give(request: Request, pair: TokenPair, place: 'body' | 'cookie'): TokenPairView {
    if (place === 'body') return TokenPairView.of(pair);
    this.cookie.set(request, pair.refreshToken, pair.refreshExpiresInSeconds);
    return TokenPairView.inCookie(pair);
  }

  /** @throws AppError as `TokenService.refresh` does, `forbidden` from a foreign page, `validation_failed` without one */
  async refresh(visitor: Visitor, request: Request, inBody: string | undefined): Promise<TokenPairView> {
    if (inBody !== undefined) return TokenPairView.of(await this.tokens.refresh(visitor, inBody));
    return this.fromCookie(request, async (token) =>
      this.give(request, await this.tokens.refresh(visitor, token), 'cookie'),
    );
  }

  /** @throws AppError `invalid_refresh_token`, `forbidden` from a foreign page */
  async leave(visitor: Visitor, request: Request, inBody: string | undefined): Promise<void> {
    const { actor } = request;
    if (inBody !== undefined) await this.tokens.leave(visitor, inBody);
    if (actor) await this.endings.leave(actor);
    if (actor) this.cookie.clear(request);
    else if (inBody === undefined) await this.leaveByCookie(visitor, request);
  }

  private async leaveByCookie(visitor: Visitor, request: Request): Promise<void> {
    await this.fromCookie(request, (token) => this.tokens.leave(visitor, token));
    this.cookie.clear(request);
  }

  /** A token that is refused is cleared. */
  private async fromCookie<T>(request: Request, use: (token: string) => Promise<T>): Promise<T> {
    const token = this.cookie.take(request);
    if (token === null) throw sessionErrors.noRefreshToken();
    try {
      return await use(token);
    } catch (error) {
      if (error instanceof AppError && error.kind === 'unauthenticated') this.cookie.clear(request);
      throw error;
    }
  }
}
