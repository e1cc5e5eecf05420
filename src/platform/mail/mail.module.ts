import { Global, Module } from '@nestjs/common';
import { MailAllowance } from './mail-allowance.js';
import { Mailer } from './mailer.js';

@Global()
@Module({ providers: [Mailer, MailAllowance], exports: [Mailer, MailAllowance] })
export class MailModule {}
