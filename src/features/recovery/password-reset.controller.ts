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

  /** Sends a link to the owner of the address, if there is one; the answer doesn't tell. */
  @Post('forgot')
  @HttpCode(202)
  @Public()
  async forgot(@CurrentVisitor() visitor: Visitor, @Body() { email }: ForgotPassword): Promise<void> {
    await this.requests.take(visitor, email);
  }

  /** Sets a new password by the newest link, once, within 30 minutes; every session of the account ends. */
  @Post('reset')
  @HttpCode(200)
  @Public()
  @ErrorCodes({ invalid: ['invalid_token_link'], unavailable: ['overloaded'] })
  async reset(@CurrentVisitor() visitor: Visitor, @Body() body: ResetPassword): Promise<void> {
    await this.resets.reset(visitor, body.token, body.new_password);
  }
}
