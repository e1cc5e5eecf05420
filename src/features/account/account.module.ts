import { Global, Module } from '@nestjs/common';
import { Section } from '../../platform/http/section.js';
import { RecoveryModule } from '../recovery/recovery.module.js';
import { RoleModule } from '../roles/role.module.js';
import { SecondFactor } from '../sign-in/second-factor.service.js';
import { SignInModule } from '../sign-in/sign-in.module.js';
import { UserModule } from '../users/user.module.js';
import { AccountController } from './account.controller.js';
import { AccountMails } from './account-mails.js';
import { BackupCodeHashes } from './second-factor/backup-code-hashes.js';
import { BackupCodeRepository } from './second-factor/backup-code.repository.js';
import { EmailChangeController } from './email-change.controller.js';
import { EmailChangeService } from './email-change.service.js';
import { EmailConfirmationService } from './email-confirmation.service.js';
import { PasswordChange } from './password-change.service.js';
import { SecondFactorCheck } from './second-factor/second-factor-check.js';
import { SecondFactorCodes } from './second-factor/second-factor-codes.js';
import { SecondFactorController } from './second-factor/second-factor.controller.js';
import { SecondFactorRepository } from './second-factor/second-factor.repository.js';
import { SecondFactorRemoval } from './second-factor/second-factor-removal.service.js';
import { SecondFactorService } from './second-factor/second-factor.service.js';
import { SignInSecondFactor } from './second-factor/sign-in-second-factor.js';
import { UserSecondFactorController } from './second-factor/user-second-factor.controller.js';

/** Global, because sign-in needs `SecondFactor`. */
@Global()
@Section('Your own account: name, password, e-mail address, second factor.')
@Module({
  imports: [RoleModule, UserModule, SignInModule, RecoveryModule],
  controllers: [AccountController, EmailChangeController, SecondFactorController, UserSecondFactorController],
  providers: [
    AccountMails,
    PasswordChange,
    EmailChangeService,
    EmailConfirmationService,
    BackupCodeHashes,
    BackupCodeRepository,
    SecondFactorRepository,
    SecondFactorCodes,
    SecondFactorCheck,
    SecondFactorRemoval,
    SecondFactorService,
    { provide: SecondFactor, useClass: SignInSecondFactor },
  ],
  exports: [SecondFactor, EmailConfirmationService],
})
export class AccountModule {}
