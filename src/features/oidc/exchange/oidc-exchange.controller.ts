import { Body, Controller, HttpCode, Post, Req } from '@nestjs/common';
import { CurrentVisitor, Public } from '../../../platform/access/rules.js';
import { ErrorCodes } from '../../../platform/http/error-codes.js';
import type { Visitor } from '../../../platform/request/actor.js';
import type { Request } from '../../../platform/request/request.js';
import { TokenAnswers } from '../../sessions/tokens/token-answers.view.js';
import { TokenPairView } from '../../sessions/tokens/token.view.js';
import { ExchangeCode } from '../oidc.dto.js';
import { OidcExchange } from './oidc-exchange.service.js';

@Controller('auth/oidc/exchange')
export class OidcExchangeController {
  constructor(
    private readonly exchanges: OidcExchange,
    private readonly tokens: TokenAnswers,
  ) {}

  /**
   * Sign in with the code that `return_to` got. It works once, for 60 seconds. An account with a second factor needs
   * `totp_code` or `backup_code`, too: asking for it (`totp_required`) does not spend the code. With
   * `refresh_in: "cookie"`, `refresh_token` is null and the token is in a cookie for `/auth`. After too many failures from
   * one network, the answer is 429.
   */
  @Post()
  @HttpCode(200)
  @Public()
  @ErrorCodes({
    unauthenticated: ['invalid_credentials', 'totp_required', 'invalid_totp', 'totp_unreadable'],
    unavailable: ['overloaded'],
  })
  async exchange(
    @CurrentVisitor() visitor: Visitor,
    @Body() body: ExchangeCode,
    @Req() request: Request,
  ): Promise<TokenPairView> {
    const { code, totp_code: totpCode, backup_code: backupCode, refresh_in: place = 'body' } = body;
    return this.tokens.give(request, await this.exchanges.exchange(visitor, code, { totpCode, backupCode }), place);
  }
}
