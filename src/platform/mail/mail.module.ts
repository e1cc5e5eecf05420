import { Global, Module } from '@nestjs/common';
import { LinkTokens } from './link-tokens.js';
import { MailAllowance } from './mail-allowance.js';
import { Mailer } from './mailer.js';

const PARTS = [LinkTokens, Mailer, MailAllowance];

@Global()
@Module({ providers: PARTS, exports: PARTS })
export class MailModule {}
