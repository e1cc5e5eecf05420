import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import type { Visitor } from '../../platform/request/actor.js';
import { CurrentVisitor, Public } from '../../platform/access/rules.js';
import { ErrorCodes } from '../../platform/http/error-codes.js';
import { UserView } from '../users/user.view.js';
import { Login, Refresh, Register } from './auth.dto.js';
import { TokenPairView } from './auth.view.js';
import { RegistrationService } from './registration.service.js';
import { SignInService } from './sign-in.service.js';
import { TokenService } from './token.service.js';

@Controller('auth')
export class AuthController {
  constructor(
    private readonly registrations: RegistrationService,
    private readonly signIns: SignInService,
    private readonly tokens: TokenService,
  ) {}

  /** Makes an account with the role `user`, and sends a link to confirm its address. Passwords that are known from other places are refused. */
  @Post('register')
  @Public()
  @ErrorCodes({ conflict: ['email_taken'], unavailable: ['overloaded'] })
  async register(@CurrentVisitor() visitor: Visitor, @Body() body: Register): Promise<UserView> {
    return UserView.of(await this.registrations.register(visitor, body.email, body.display_name, body.password));
  }

  /** Begins a session. Failures are few: so many a minute from one network, and fewer about one account. */
  @Post('login')
  @HttpCode(200)
  @Public()
  @ErrorCodes({
    unauthenticated: ['invalid_credentials', 'totp_required', 'invalid_totp', 'totp_unreadable'],
    forbidden: ['account_disabled'],
    unavailable: ['overloaded'],
  })
  async login(@CurrentVisitor() visitor: Visitor, @Body() body: Login): Promise<TokenPairView> {
    const { email, password, totp_code: totpCode, backup_code: backupCode } = body;
    return TokenPairView.of(await this.signIns.signIn(visitor, { email, password, totpCode, backupCode }));
  }

  /** Spends a refresh token for the next pair. Showing a spent one again ends every session of the account. */
  @Post('refresh')
  @HttpCode(200)
  @Public()
  @ErrorCodes({ unauthenticated: ['invalid_refresh_token', 'refresh_token_reused'] })
  async refresh(@CurrentVisitor() visitor: Visitor, @Body() body: Refresh): Promise<TokenPairView> {
    return TokenPairView.of(await this.tokens.refresh(visitor, body.refresh_token));
  }
}
