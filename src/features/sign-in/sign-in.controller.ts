import { Body, Controller, HttpCode, Post, Req } from '@nestjs/common';
import type { Visitor } from '../../platform/request/actor.js';
import { CurrentVisitor, Public } from '../../platform/access/rules.js';
import { ErrorCodes } from '../../platform/http/error-codes.js';
import type { Request } from '../../platform/request/request.js';
import { TokenAnswers } from '../sessions/tokens/token-answers.view.js';
import { TokenPairView } from '../sessions/tokens/token.view.js';
import { UserView } from '../users/user.view.js';
import { RegistrationService } from './registration/registration.service.js';
import { Login, Register } from './sign-in.dto.js';
import { SignInService } from './sign-in.service.js';

@Controller('auth')
export class SignInController {
  constructor(
    private readonly registrations: RegistrationService,
    private readonly signIns: SignInService,
    private readonly tokens: TokenAnswers,
  ) {}

  /**
   * Register a user. The account gets the role `user`, and a link to confirm its address is sent by mail. A password
   * that is known from a data breach is refused (422). With `invitation_token`, the account joins the project of the
   * invitation at once, or is not made; if it has the address that was invited, the address counts as confirmed. The
   * setting `REGISTRATION` says whether anybody can register, only with an invitation, or nobody (403).
   */
  @Post('register')
  @Public()
  @ErrorCodes({
    forbidden: ['registration_closed'],
    conflict: ['email_taken', 'project_archived'],
    invalid: ['invalid_token_link'],
    unavailable: ['overloaded'],
  })
  async register(@CurrentVisitor() visitor: Visitor, @Body() body: Register): Promise<UserView> {
    const { email, password, display_name: displayName, invitation_token: invitationToken } = body;
    return UserView.of(await this.registrations.register(visitor, { email, password, displayName, invitationToken }));
  }

  /**
   * Sign in with e-mail address and password. An account with a second factor needs `totp_code` or `backup_code`, too.
   * With `refresh_in: "cookie"`, `refresh_token` is null and the token is in a cookie for `/auth`.
   * After too many failures from one network, the answer is 429. An account with many failures answers more slowly.
   */
  @Post('login')
  @HttpCode(200)
  @Public()
  @ErrorCodes({
    unauthenticated: ['invalid_credentials', 'totp_required', 'invalid_totp', 'totp_unreadable'],
    forbidden: ['account_disabled'],
    unavailable: ['overloaded'],
  })
  async login(
    @CurrentVisitor() visitor: Visitor,
    @Body() body: Login,
    @Req() request: Request,
  ): Promise<TokenPairView> {
    const { email, password, totp_code: totpCode, backup_code: backupCode, refresh_in: place = 'body' } = body;
    const pair = await this.signIns.signIn(visitor, { email, password, totpCode, backupCode });
    return this.tokens.give(request, pair, place);
  }
}
