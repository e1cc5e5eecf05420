import { Injectable } from '@nestjs/common';
import type { Visitor } from '../../platform/access/actor.js';
import { NewPasswords } from '../../platform/passwords/new-passwords.js';
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
  ) {}

  /** @throws AppError `invalid_token_link`, `validation_failed` for a breached password, `overloaded` */
  async reset(visitor: Visitor, token: string, newPassword: string): Promise<void> {
    const link = await this.links.spend(PASSWORD_RESET, token);
    const hash = await this.hash(link, newPassword);
    await this.passwords.replace(visitor, { userId: link.userId, hash, how: 'by_link' });
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
