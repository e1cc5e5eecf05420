import { Injectable } from '@nestjs/common';
import type { Actor } from '../../../platform/request/actor.js';
import { Database } from '../../../platform/database/database.js';
import { Events } from '../../../platform/events/events.js';
import type { ConfirmedUser } from '../../sign-in/passwords/password-confirmation.service.js';
import type { SecondFactorCodes as Given } from '../../sign-in/second-factor.service.js';
import { secondFactorErrors } from './second-factor.errors.js';
import {
  BackupCodesReplaced,
  SecondFactorDisabled,
  SecondFactorEnabled,
  SecondFactorPrepared,
} from '../account.events.js';
import type { BackupCodesView, TotpView } from '../account.view.js';
import { newSecret, otpauthUri } from './one-time-codes.js';
import { SecondFactorCheck } from './second-factor-check.js';
import { SecondFactorCodes } from './second-factor-codes.js';

/**
 * Sets up a second factor and takes it down again.
 *
 * @spec SPEC-013.21, SPEC-013.22, SPEC-013.23, SPEC-013.28, SPEC-013.29, SPEC-013.34
 */
@Injectable()
export class SecondFactorService {
  constructor(
    private readonly db: Database,
    private readonly codes: SecondFactorCodes,
    private readonly checked: SecondFactorCheck,
    private readonly events: Events,
  ) {}

  /** @throws AppError `totp_already_enabled` */
  async prepare(actor: Actor, { user }: ConfirmedUser): Promise<TotpView> {
    const secret = newSecret();
    await this.db.transaction(async () => {
      if (!(await this.codes.prepare(user.id, secret))) throw secondFactorErrors.alreadyEnabled();
      await this.events.record(actor, new SecondFactorPrepared({ userId: user.id }));
    });
    const uri = otpauthUri(secret, user.address);
    const { toString: toSvg } = await import('qrcode');
    return { secret, otpauth_uri: uri, qr_svg: await toSvg(uri, { type: 'svg' }) };
  }

  /** @throws AppError `invalid_totp`, `totp_already_enabled`, `rate_limited` */
  async confirm(actor: Actor, code: string): Promise<BackupCodesView> {
    const state = await this.codes.state(actor.id);
    if (state === 'none') throw secondFactorErrors.notEnabled();
    if (state === 'enabled') throw secondFactorErrors.alreadyEnabled();
    const { codes, ...kept } = await this.codes.newBackupCodes();
    await this.checked.withCode(actor, { totpCode: code }, { confirmed: false }, async () => {
      if (!(await this.codes.enable(actor.id))) throw secondFactorErrors.alreadyEnabled();
      await this.events.record(actor, new SecondFactorEnabled({ userId: actor.id }));
      await this.codes.replaceBackupCodes(actor.id, kept);
    });
    return { backup_codes: codes };
  }

  /** @throws AppError `invalid_totp`, `rate_limited` */
  async replaceBackupCodes(actor: Actor, code: Given): Promise<BackupCodesView> {
    await this.requireEnabled(actor);
    const { codes, ...kept } = await this.codes.newBackupCodes();
    await this.checked.withCode(actor, code, { confirmed: true }, async () => {
      await this.events.record(actor, new BackupCodesReplaced({ userId: actor.id }));
      await this.codes.replaceBackupCodes(actor.id, kept);
    });
    return { backup_codes: codes };
  }

  /** @throws AppError `invalid_totp`, `rate_limited` */
  async disable(actor: Actor, { user: { id: userId } }: ConfirmedUser, code: Given): Promise<void> {
    await this.requireEnabled(actor);
    await this.checked.withCode(actor, code, { confirmed: true }, async () => {
      await this.codes.disable(userId);
      await this.events.record(actor, new SecondFactorDisabled({ userId }));
    });
  }

  private async requireEnabled(actor: Actor): Promise<void> {
    if ((await this.codes.state(actor.id)) !== 'enabled') throw secondFactorErrors.notEnabled();
  }
}
