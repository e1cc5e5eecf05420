import { Global, Module } from '@nestjs/common';
import { Section } from '../../platform/http/openapi/section.js';
import { AuthModule } from '../auth/auth.module.js';
import { SecondFactor } from '../auth/second-factor.service.js';
import { UserModule } from '../users/user.module.js';
import { AccountController } from './account.controller.js';
import { AccountMails } from './account-mails.js';
import { EmailChangeController } from './email-change.controller.js';
import { EmailChangeService } from './email-change.service.js';
import { SecondFactorCheck } from './second-factor-check.js';
import { SecondFactorCodes } from './second-factor-codes.js';
import { SecondFactorController } from './second-factor.controller.js';
import { SecondFactorRepository } from './second-factor.repository.js';
import { SecondFactorService } from './second-factor.service.js';
import { SignInSecondFactor } from './sign-in-second-factor.js';

/** Global for the sake of `SecondFactor`, which signing in asks for. */
@Global()
@Section('The account of the person who is signed in: name, password, address, second factor.')
@Module({
  imports: [AuthModule, UserModule],
  controllers: [AccountController, EmailChangeController, SecondFactorController],
  providers: [
    AccountMails,
    EmailChangeService,
    SecondFactorRepository,
    SecondFactorCodes,
    SecondFactorCheck,
    SecondFactorService,
    { provide: SecondFactor, useClass: SignInSecondFactor },
  ],
  exports: [SecondFactor],
})
export class AccountModule {}
