import { Injectable } from '@nestjs/common';
import type { Visitor } from '../../platform/access/actor.js';
import { AppError } from '../../platform/errors/app-error.js';
import { Events } from '../../platform/events/events.js';
import { deliberately } from '../../platform/lifecycle/crowd.js';
import { NewPasswords } from '../../platform/passwords/new-passwords.js';
import { LinkRefused } from './auth.events.js';
import type { MailLink } from './mail-link.entity.js';
import { MailLinkService } from './mail-link.service.js';
import { PASSWORD_RESET } from './password-reset-requests.js';
import { PasswordService } from './password.service.js';

/**
 * Sets a new password by a link.
 *
 * @spec SPEC-013.12, SPEC-013.13, SPEC-013.14
 */
@Injectable()
export class PasswordResetService {
  constructor(
    private readonly links: MailLinkService,
    private readonly newPasswords: NewPasswords,
    private readonly passwords: PasswordService,
    private readonly events: Events,
  ) {}

  /** @throws AppError `invalid_token_link`, `validation_failed` for a breached password, `overloaded` */
  async reset(visitor: Visitor, token: string, newPassword: string): Promise<void> {
    const link = await this.spend(visitor, token);
    const hash = await deliberately(visitor, () => this.hash(link, newPassword));
    await this.passwords.replace(visitor, { userId: link.userId, hash, how: 'by_link' });
  }

  private async spend(visitor: Visitor, token: string): Promise<MailLink> {
    try {
      return await this.links.spend(PASSWORD_RESET, token);
    } catch (error) {
      if (error instanceof AppError)
        await this.events.record(visitor, new LinkRefused({ userId: null, purpose: PASSWORD_RESET, code: error.code }));
      throw error;
    }
  }

  /** Spent first, so that of many uses only one costs a hash; a refused password costs no link. */
  private async hash(link: MailLink, newPassword: string): Promise<string> {
    try {
      return await this.newPasswords.hash('new_password', newPassword);
    } catch (error) {
      await this.links.giveBack(link);
      throw error;
    }
  }
}
