import { Body, Controller, HttpCode, Post, UseFilters } from '@nestjs/common';
import type { Visitor } from '../../platform/request/actor.js';
import { CurrentVisitor, Public } from '../../platform/access/rules.js';
import { RawResponse } from '../../platform/http/responses/raw-response.js';
import { OAuthErrorFilter } from '../../platform/http/errors/oauth-error.filter.js';
import { Produces } from '../../platform/http/produces.js';
import { FormBody } from '../../platform/input/bodies/body-type.js';
import { type TokenPair, TokenService } from '../sessions/tokens/token.service.js';
import { TokenPairView } from '../sessions/tokens/token.view.js';
import { OAuthErrorView } from './oauth.view.js';
import { TokenRequest } from './sign-in.dto.js';
import { signInErrors } from './sign-in.errors.js';
import { SignInService } from './sign-in.service.js';

@Controller('auth')
export class OAuthController {
  constructor(
    private readonly signIns: SignInService,
    private readonly tokens: TokenService,
  ) {}

  /**
   * Get a token pair with OAuth 2. It takes the password grant (RFC 6749 §4.3) and the refresh grant (§6). The answer
   * has no envelope.
   */
  @Post('token')
  @HttpCode(200)
  @Public()
  @FormBody()
  @Produces('application/json', { answer: TokenPairView, failure: OAuthErrorView })
  @UseFilters(OAuthErrorFilter)
  async grant(@CurrentVisitor() visitor: Visitor, @Body() form: TokenRequest): Promise<RawResponse> {
    return RawResponse.json(TokenPairView.of(await this.pairFor(visitor, form)), { 'Cache-Control': 'no-store' });
  }

  private async pairFor(visitor: Visitor, form: TokenRequest): Promise<TokenPair> {
    const { grant_type, refresh_token } = form;
    if (!grant_type) throw signInErrors.missingFormField('grant_type');
    if (grant_type === 'password') return this.signIn(visitor, form);
    if (grant_type !== 'refresh_token') throw signInErrors.unsupportedGrantType();
    if (!refresh_token) throw signInErrors.missingFormField('refresh_token');
    return this.tokens.refresh(visitor, refresh_token);
  }

  private async signIn(visitor: Visitor, form: TokenRequest): Promise<TokenPair> {
    const { username: email, password } = form;
    if (!email) throw signInErrors.missingFormField('username');
    if (!password) throw signInErrors.missingFormField('password');
    const codes = { totpCode: form.totp_code || undefined, backupCode: form.backup_code || undefined };
    return this.signIns.signIn(visitor, { email, password, ...codes });
  }
}
