import { Injectable } from '@nestjs/common';
import { type Mail, Mailer } from '../../../platform/mail/mailer.js';
import { UserRepository } from '../user.repository.js';

/**
 * Mails that people have asked for themselves. They go to active people, also to an address that is not confirmed, and
 * don't count as mails that somebody causes. The caller checks before whether the person may read the content.
 *
 * @spec SPEC-026.8
 */
@Injectable()
export class OwnMails {
  constructor(
    private readonly users: UserRepository,
    private readonly mailer: Mailer,
  ) {}

  /** `write` gets the person's name. */
  async send(userId: number, write: (name: string) => Omit<Mail, 'to'>): Promise<void> {
    const user = await this.users.findActive(userId);
    if (user?.email) await this.mailer.send({ to: user.email, ...write(user.displayName) });
  }
}
