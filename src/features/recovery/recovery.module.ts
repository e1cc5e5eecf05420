import { Module } from '@nestjs/common';
import { Section } from '../../platform/http/section.js';
import { SignInModule } from '../sign-in/sign-in.module.js';
import { UserModule } from '../users/user.module.js';
import { MailLinkRepository } from './mail-link.repository.js';
import { MailLinkService } from './mail-link.service.js';
import { PasswordResetController } from './password-reset.controller.js';
import { PasswordResetRequests } from './password-reset-requests.js';
import { PasswordResetService } from './password-reset.service.js';
import { SecurityMails } from './security-mails.js';

@Section('A new password by a link from a mail.')
@Module({
  imports: [SignInModule, UserModule],
  controllers: [PasswordResetController],
  providers: [MailLinkRepository, MailLinkService, PasswordResetRequests, PasswordResetService, SecurityMails],
  exports: [MailLinkService],
})
export class RecoveryModule {}
