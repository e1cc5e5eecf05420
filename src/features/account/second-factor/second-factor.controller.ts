import { Body, Controller, Delete, HttpCode, Post } from '@nestjs/common';
import type { Actor } from '../../../platform/request/actor.js';
import { CurrentActor, SignedIn } from '../../../platform/access/rules.js';
import { ErrorCodes } from '../../../platform/http/error-codes.js';
import { PasswordConfirmation } from '../../sign-in/passwords/password-confirmation.service.js';
import type { SecondFactorCodes } from '../../sign-in/second-factor.service.js';
import { DisableTotp, PrepareTotp, SecondFactorCode, TotpCode } from '../account.dto.js';
import { secondFactorErrors } from './second-factor.errors.js';
import { BackupCodesView, TotpView } from '../account.view.js';
import { SecondFactorService } from './second-factor.service.js';

@Controller('users/me')
export class SecondFactorController {
  constructor(
    private readonly password: PasswordConfirmation,
    private readonly secondFactor: SecondFactorService,
  ) {}

  /**
   * Set up a second factor (TOTP). The answer holds the secret for an authenticator app. Signing in does not ask for a
   * code until one is confirmed.
   */
  @Post('totp')
  @HttpCode(200)
  @SignedIn()
  @ErrorCodes({ unauthenticated: ['invalid_credentials'], conflict: ['totp_already_enabled'] })
  async prepare(@CurrentActor() actor: Actor, @Body() { current_password }: PrepareTotp): Promise<TotpView> {
    return this.secondFactor.prepare(actor, await this.password.require(actor, current_password));
  }

  /**
   * Confirm the second factor with a code. From now on, signing in asks for a code. The ten backup codes are shown
   * only in this answer.
   */
  @Post('totp/confirm')
  @HttpCode(200)
  @SignedIn()
  @ErrorCodes({ unauthenticated: ['invalid_totp', 'totp_unreadable'], conflict: ['totp_already_enabled'] })
  confirm(@CurrentActor() actor: Actor, @Body() { totp_code }: TotpCode): Promise<BackupCodesView> {
    return this.secondFactor.confirm(actor, totp_code);
  }

  /** Replace your backup codes. The answer holds ten new codes; the old ones stop working. */
  @Post('backup-codes')
  @HttpCode(200)
  @SignedIn()
  @ErrorCodes({ unauthenticated: ['invalid_totp', 'totp_unreadable'] })
  async replaceBackupCodes(@CurrentActor() actor: Actor, @Body() input: SecondFactorCode): Promise<BackupCodesView> {
    return this.secondFactor.replaceBackupCodes(actor, codeIn(input));
  }

  /** Disable your second factor. Its backup codes are deleted, too. */
  @Delete('totp')
  @SignedIn()
  @ErrorCodes({ unauthenticated: ['invalid_credentials', 'invalid_totp', 'totp_unreadable'] })
  async disable(@CurrentActor() actor: Actor, @Body() input: DisableTotp): Promise<void> {
    const code = codeIn(input);
    await this.secondFactor.disable(actor, await this.password.require(actor, input.current_password), code);
  }
}

/** @throws AppError `validation_failed` for none of the two, and for both */
function codeIn({ totp_code: totpCode, backup_code: backupCode }: SecondFactorCode): SecondFactorCodes {
  if (totpCode === undefined && backupCode === undefined) throw secondFactorErrors.noCode();
  if (totpCode !== undefined && backupCode !== undefined) throw secondFactorErrors.twoCodes();
  return { totpCode, backupCode };
}
