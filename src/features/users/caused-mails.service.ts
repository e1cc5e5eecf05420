import { Injectable } from '@nestjs/common';
import type { RecordedEvent } from '../../platform/events/domain-event.js';
import { MailAllowance } from '../../platform/mail/mail-allowance.js';
import { type Mail, Mailer } from '../../platform/mail/mailer.js';
import { emailKey } from '../../platform/addresses/email-address.js';
import { UserRepository } from './user.repository.js';

/**
 * Mails that somebody causes to somebody else. They go to active people who have confirmed their address, and to nobody
 * in any number. Ask before that whether the reader may know what it says.
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

  /** `write` is given the name of the reader. */
  async send(cause: RecordedEvent, readerId: number, write: (name: string) => Omit<Mail, 'to'>): Promise<void> {
    const reader = await this.users.findActive(readerId);
    if (!reader || reader.emailConfirmedAt === null) return;
    await this.sendToClaimed(cause, { to: reader.email, ...write(reader.displayName) });
  }

  /** To an address of which somebody says that it is theirs, so that its reader can say so. */
  async sendToClaimed({ id: eventId, actorId: senderId }: RecordedEvent, mail: Mail): Promise<void> {
    if (await this.allowance.take({ eventId, senderId, address: emailKey(mail.to) })) await this.mailer.send(mail);
  }
}
