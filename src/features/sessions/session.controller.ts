import { Body, Controller, Delete, Get, HttpCode, Post, Query, Req } from '@nestjs/common';
import { ApiBody } from '@nestjs/swagger';
import type { Actor, Visitor } from '../../platform/request/actor.js';
import { CurrentActor, CurrentVisitor, Public, Requires, Row, SignedIn } from '../../platform/access/rules.js';
import { ErrorCodes } from '../../platform/http/error-codes.js';
import type { Request } from '../../platform/request/request.js';
import { ListQuery } from '../../platform/input/list-query.js';
import type { User } from '../users/user.entity.js';
import { ForeignSessions } from './foreign-sessions.service.js';
import type { Session } from './session.entity.js';
import { SessionEndings } from './session-endings.service.js';
import { Logout, Refresh } from './session.dto.js';
import { SessionService } from './session.service.js';
import { SessionPage, SessionView } from './session.view.js';
import { TokenAnswers } from './tokens/token-answers.view.js';
import { TokenPairView } from './tokens/token.view.js';

@Controller()
export class SessionController {
  constructor(
    private readonly sessions: SessionService,
    private readonly endings: SessionEndings,
    private readonly foreign: ForeignSessions,
    private readonly tokens: TokenAnswers,
  ) {}

  /**
   * Spends a refresh token for the next pair. Showing a spent one again ends every session of the account. Without
   * `refresh_token` it is taken from the cookie and the next one is put there; then the `Origin` must be a page of this
   * program or of `CORS_ORIGINS` (403).
   */
  @Post('auth/refresh')
  @HttpCode(200)
  @Public()
  @ApiBody({ type: Refresh, required: false })
  @ErrorCodes({ unauthenticated: ['invalid_refresh_token', 'refresh_token_reused'], forbidden: ['forbidden'] })
  refresh(@CurrentVisitor() visitor: Visitor, @Body() body: Refresh, @Req() request: Request): Promise<TokenPairView> {
    return this.tokens.refresh(visitor, request, body.refresh_token);
  }

  /**
   * Ends the session of the token; its access and refresh tokens are refused from now on. Without an access token, the
   * refresh token says which session: from the body or, with an `Origin` as for a refresh, from the cookie, which is
   * cleared.
   */
  @Post('auth/logout')
  @HttpCode(200)
  @SignedIn({ evenIfPasswordMustChange: true, orRefreshToken: true })
  @ApiBody({ type: Logout, required: false })
  @ErrorCodes({ unauthenticated: ['invalid_refresh_token'], forbidden: ['forbidden'] })
  async logout(
    @CurrentVisitor() visitor: Visitor,
    @Body() { refresh_token: token }: Logout,
    @Req() request: Request,
  ): Promise<void> {
    await this.tokens.leave(visitor, request, token);
  }

  /** List your sessions. Sessions that have ended are not in the list. */
  @Get('users/me/sessions')
  @SignedIn()
  async list(@CurrentActor() actor: Actor, @Query() query: ListQuery): Promise<SessionPage> {
    return query.page(await this.sessions.list(actor, query), (session) => SessionView.of(session, actor.sessionId));
  }

  /** End all your other sessions. The session that sends the request stays. */
  @Delete('users/me/sessions')
  @SignedIn()
  async endOthers(@CurrentActor() actor: Actor): Promise<void> {
    await this.endings.endOthers(actor);
  }

  /** End one of your sessions. Its tokens are refused from now on. Sessions of other users are not found (404). */
  @Delete('users/me/sessions/:id')
  @SignedIn({ of: 'session' })
  async end(@CurrentActor() actor: Actor, @Row() session: Session): Promise<void> {
    await this.endings.end(actor, session.id);
  }

  /**
   * End all sessions of a user. Their tokens are refused from now on. The caller needs every permission that the user
   * has.
   */
  @Delete('users/:id/sessions')
  @Requires('update_user', 'user')
  async endAllOf(@CurrentActor() actor: Actor, @Row() user: User): Promise<void> {
    await this.foreign.endAllOf(actor, user.id);
  }
}
