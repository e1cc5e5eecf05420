import { Injectable } from '@nestjs/common';
import type { RecordedEvent } from '../../../platform/events/domain-event.js';
import { MailAllowance } from '../../../platform/mail/mail-allowance.js';
import { type Mail, Mailer } from '../../../platform/mail/mailer.js';
import { emailKey } from '../../../platform/addresses/email-address.js';
import { UserRepository } from '../user.repository.js';

/**
 * Mails that one person causes to another. They go only to active people with a confirmed address, and their number is
 * limited. The caller checks before whether the recipient may read the content.
 *
 * @spec SPEC-011.16, SPEC-011.18
 */
@Injectable()
export class CausedMails {
  constructor(
    private readonly users: UserRepository,
    private readonly allowance: MailAllowance,
    private readonly mailer: Mailer,
  ) {}

  /** `write` gets the name of the recipient. */
  async send(cause: RecordedEvent, readerId: number, write: (name: string) => Omit<Mail, 'to'>): Promise<void> {
    const reader = await this.users.findActive(readerId);
    if (!reader?.email || reader.emailConfirmedAt === null) return;
    await this.sendToClaimed(cause, { to: reader.email, ...write(reader.displayName) });
  }

  /** Sends a mail to an address that a person claims, so that its owner can confirm it. */
  async sendToClaimed({ id: eventId, actorId: senderId }: RecordedEvent, mail: Mail): Promise<void> {
    const address = emailKey(mail.to);
    if (!(await this.allowance.take({ eventId, senderId, address }))) return;
    await this.mailer.send(mail);
    await this.allowance.noteSent({ eventId, address });
  }
}
