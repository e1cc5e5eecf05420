import { Global, Module } from '@nestjs/common';
import { AuthModule } from '../auth/auth.module.js';
import { SecondFactor } from '../auth/second-factor.service.js';
import { UserModule } from '../users/user.module.js';
import { AccountController } from './account.controller.js';
import { AccountRepository } from './account.repository.js';
import { CurrentPassword } from './current-password.js';
import { PasswordChangeService } from './password-change.service.js';
import { SecondFactorCheck } from './second-factor-check.js';
import { SecondFactorCodes } from './second-factor-codes.js';
import { SecondFactorController } from './second-factor.controller.js';
import { SecondFactorRepository } from './second-factor.repository.js';
import { SecondFactorService } from './second-factor.service.js';
import { SignInSecondFactor } from './sign-in-second-factor.js';

const PARTS = [AccountRepository, CurrentPassword, PasswordChangeService, SecondFactorRepository, SecondFactorCodes];

/** Global for the sake of `SecondFactor`, which signing in asks for. */
@Global()
@Module({
  imports: [AuthModule, UserModule],
  controllers: [AccountController, SecondFactorController],
  providers: [
    ...PARTS,
    SecondFactorCheck,
    SecondFactorService,
    { provide: SecondFactor, useClass: SignInSecondFactor },
  ],
  exports: [SecondFactor],
})
export class AccountModule {}
