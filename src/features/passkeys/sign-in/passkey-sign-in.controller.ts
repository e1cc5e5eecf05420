import { Body, Controller, HttpCode, Post, Req } from '@nestjs/common';
import { CurrentVisitor, Public } from '../../../platform/access/rules.js';
import { ErrorCodes } from '../../../platform/http/error-codes.js';
import type { Visitor } from '../../../platform/request/actor.js';
import type { Request } from '../../../platform/request/request.js';
import { TokenAnswers } from '../../sessions/tokens/token-answers.view.js';
import { TokenPairView } from '../../sessions/tokens/token.view.js';
import { PasskeyLogin } from '../passkey.dto.js';
import { PasskeyOptions } from './passkey-options.service.js';
import { PasskeySignIn } from './passkey-sign-in.service.js';
import { RequestOptionsView } from '../webauthn/options.view.js';

@Controller('auth/passkey')
export class PasskeySignInController {
  constructor(
    private readonly signIns: PasskeySignIn,
    private readonly asks: PasskeyOptions,
    private readonly tokens: TokenAnswers,
  ) {}

  /**
   * Get the options for `navigator.credentials.get()`, as `PublicKeyCredential.parseRequestOptionsFromJSON()` takes them.
   * The challenge is good for one answer, within five minutes.
   */
  @Post('options')
  @HttpCode(200)
  @Public()
  options(): Promise<RequestOptionsView> {
    return this.asks.forSignIn();
  }

  /**
   * Sign in with a passkey: what the browser answered to the options, by `toJSON()`. No password and no code is needed.
   * Whatever is wrong with the answer, and for an account that is disabled, the answer is 401 `invalid_credentials`. After
   * too many failures from one network, it is 429. With `refresh_in: "cookie"`, `refresh_token` is null and the token is
   * in a cookie for `/auth`.
   */
  @Post()
  @HttpCode(200)
  @Public()
  @ErrorCodes({ unauthenticated: ['invalid_credentials'], unavailable: ['overloaded'] })
  async signIn(
    @CurrentVisitor() visitor: Visitor,
    @Body() { credential, refresh_in: place = 'body' }: PasskeyLogin,
    @Req() request: Request,
  ): Promise<TokenPairView> {
    return this.tokens.give(request, await this.signIns.signIn(visitor, credential), place);
  }
}
