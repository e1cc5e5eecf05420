import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import type { Visitor } from '../../platform/request/actor.js';
import { CurrentVisitor, Public } from '../../platform/access/rules.js';
import { ErrorCodes } from '../../platform/http/error-codes.js';
import { PasswordResetRequests } from './password-reset-requests.js';
import { PasswordResetService } from './password-reset.service.js';
import { ForgotPassword, ResetPassword } from './recovery.dto.js';

@Controller('auth/password')
export class PasswordResetController {
  constructor(
    private readonly requests: PasswordResetRequests,
    private readonly resets: PasswordResetService,
  ) {}

  /**
   * Request a password reset link by mail. The answer is the same whether or not an account has this address. At most
   * three links are sent to one address in an hour.
   */
  @Post('forgot')
  @HttpCode(202)
  @Public()
  async forgot(@CurrentVisitor() visitor: Visitor, @Body() { email }: ForgotPassword): Promise<void> {
    await this.requests.take(visitor, email);
  }

  /**
   * Reset a password with the link from the mail. Only the newest link works, once, for 30 minutes. All sessions of
   * the account end.
   */
  @Post('reset')
  @HttpCode(200)
  @Public()
  @ErrorCodes({ invalid: ['invalid_token_link'], unavailable: ['overloaded'] })
  async reset(@CurrentVisitor() visitor: Visitor, @Body() body: ResetPassword): Promise<void> {
    await this.resets.reset(visitor, body.token, body.new_password);
  }
}
