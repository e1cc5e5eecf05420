import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import type { Actor, Visitor } from '../../platform/request/actor.js';
import { CurrentActor, CurrentVisitor, Public, SignedIn } from '../../platform/access/rules.js';
import { ErrorCodes } from '../../platform/http/error-codes.js';
import { PasswordConfirmation } from '../sign-in/passwords/password-confirmation.service.js';
import { ChangeEmail, ConfirmEmail } from './account.dto.js';
import { EmailChangeService } from './email-change.service.js';
import { EmailConfirmationService } from './email-confirmation.service.js';

@Controller()
export class EmailChangeController {
  constructor(
    private readonly password: PasswordConfirmation,
    private readonly emails: EmailChangeService,
    private readonly confirmations: EmailConfirmationService,
  ) {}

  /**
   * Change your e-mail address. A link goes to the new address and a notice to the old one. The old address stays
   * until the link is opened.
   */
  @Post('users/me/email')
  @HttpCode(202)
  @SignedIn()
  @ErrorCodes({ unauthenticated: ['invalid_credentials'] })
  async request(@CurrentActor() actor: Actor, @Body() { email, current_password }: ChangeEmail): Promise<void> {
    await this.emails.request(actor, await this.password.require(actor, current_password), email);
  }

  /**
   * Send the confirmation link again. At most three links are sent in an hour, and none if the address is confirmed.
   */
  @Post('users/me/email/confirmation')
  @HttpCode(202)
  @SignedIn()
  async requestConfirmation(@CurrentActor() actor: Actor): Promise<void> {
    await this.confirmations.request(actor);
  }

  /**
   * Confirm an e-mail address with the link from the mail. If the link belongs to a change of address, the account
   * gets the new address.
   */
  @Post('auth/email/confirm')
  @HttpCode(200)
  @Public()
  @ErrorCodes({ conflict: ['email_taken'], invalid: ['invalid_token_link'] })
  async confirm(@CurrentVisitor() visitor: Visitor, @Body() { token }: ConfirmEmail): Promise<void> {
    await this.emails.confirm(visitor, token);
  }
}
