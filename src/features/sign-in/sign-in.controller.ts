import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import type { Visitor } from '../../platform/request/actor.js';
import { CurrentVisitor, Public } from '../../platform/access/rules.js';
import { ErrorCodes } from '../../platform/http/error-codes.js';
import { TokenPairView } from '../sessions/token.view.js';
import { UserView } from '../users/user.view.js';
import { RegistrationService } from './registration.service.js';
import { Login, Register } from './sign-in.dto.js';
import { SignInService } from './sign-in.service.js';

@Controller('auth')
export class SignInController {
  constructor(
    private readonly registrations: RegistrationService,
    private readonly signIns: SignInService,
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
}
