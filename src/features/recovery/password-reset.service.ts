import { Injectable } from '@nestjs/common';
import type { Visitor } from '../../platform/request/actor.js';
import { AppError } from '../../platform/errors/app-error.js';
import { Events } from '../../platform/events/events.js';
import { withoutSlot } from '../../platform/request/admission-slot.js';
import { linkErrors } from '../../platform/mail/link.errors.js';
import { NewPasswords } from '../../platform/passwords/new-passwords.js';
import { PasswordService } from '../sign-in/passwords/password.service.js';
import type { MailLink } from './mail-link.entity.js';
import { MailLinkService } from './mail-link.service.js';
import { PASSWORD_RESET } from './password-reset-requests.js';
import { LinkRefused } from './recovery.events.js';

/**
 * Sets a new password by a link.
 *
 * @spec SPEC-013.12, SPEC-013.13, SPEC-013.14, SPEC-013.32, SPEC-013.43
 */
@Injectable()
export class PasswordResetService {
  constructor(
    private readonly links: MailLinkService,
    private readonly newPasswords: NewPasswords,
    private readonly passwords: PasswordService,
    private readonly events: Events,
  ) {}

  /** @throws AppError `invalid_token_link`, `validation_failed` for a breached or unchanged password, `overloaded` */
  async reset(visitor: Visitor, token: string, newPassword: string): Promise<void> {
    try {
      const link = await this.links.spend([PASSWORD_RESET], token);
      await this.replace(visitor, link, await withoutSlot(visitor, () => this.hash(link, newPassword)));
    } catch (error) {
      if (error instanceof AppError && error.code === linkErrors.invalidTokenLink().code)
        await this.events.record(visitor, new LinkRefused({ userId: null, purpose: PASSWORD_RESET, code: error.code }));
      throw error;
    }
  }

  /** Spent first, so that of many uses only one costs a hash; a refused password costs no link. */
  private async hash(link: MailLink, newPassword: string): Promise<string> {
    try {
      const currentHash = await this.passwords.currentHash(link.userId);
      return await this.newPasswords.hash('new_password', newPassword, currentHash);
    } catch (error) {
      await this.links.giveBack(link);
      throw error;
    }
  }

  /** While the hash was made, the link may have ended. */
  private async replace(visitor: Visitor, { userId, epoch: linkEpoch }: MailLink, hash: string): Promise<void> {
    const isReplaced = await this.passwords.replace(visitor, { userId, hash, how: 'by_link', linkEpoch });
    if (!isReplaced) throw linkErrors.invalidTokenLink();
  }
}
