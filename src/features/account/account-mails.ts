import { Injectable } from '@nestjs/common';
import type { RecordedEvent } from '../../platform/events/domain-event.js';
import { On } from '../../platform/events/on.js';
import { Mailer } from '../../platform/mail/mailer.js';
import { MailLinkService } from '../recovery/mail-link.service.js';
import { CausedMails } from '../users/mails/caused-mails.service.js';
import { UserService } from '../users/user.service.js';
import {
  EmailChanged,
  EmailChangeRequested,
  EmailConfirmationRequested,
  SecondFactorDisabled,
  SecondFactorEnabled,
  SecondFactorRemoved,
  TakenEmailRequested,
} from './account.events.js';

const NOT_YOU = 'If it was not you, change your password at once, and tell your administrator.';

const CONFIRM = (url: string) => `Somebody, probably you, wants to use this address for an account.

Open this link within 24 hours to confirm it; it works once:

${url}

If it was not you, there is nothing to do.`;

const WELCOME = (url: string) => `Somebody, probably you, has made an account with this address.

Open this link within 24 hours to confirm that it is yours; it works once:

${url}

Until then the account works, but gets no mails about what others do. If it was not you, there is nothing to do.`;

const REQUESTED = `Somebody who knows your password asked to move your account to another address.
It moves when the other address is confirmed.

${NOT_YOU}`;

const TAKEN = `Somebody wanted to use this address for another account. It is yours, so nothing has changed.`;

const MOVED = (address: string) => `Your account has moved to the address ${address}.

${NOT_YOU}`;

const ENABLED = `A second factor protects your account from now on.

${NOT_YOU}`;

const DISABLED = `The second factor of your account is no longer in force.

${NOT_YOU}`;

const REMOVED = `An administrator has switched off the second factor of your account: your password alone signs you in.

If you did not ask for it, tell your administrator, and change your password.`;

/**
 * Notices to the owner of an account after security changes.
 *
 * @spec SPEC-013.16, SPEC-013.36, SPEC-013.44
 */
@Injectable()
export class AccountMails {
  constructor(
    private readonly users: UserService,
    private readonly links: MailLinkService,
    private readonly mailer: Mailer,
    private readonly caused: CausedMails,
  ) {}

  @On(EmailChangeRequested, { as: 'mail-email-change-link', external: true })
  async sendLink(event: RecordedEvent<EmailChangeRequested>): Promise<void> {
    const link = await this.links.findGood(event.data.linkId);
    if (!link?.email) return;
    const text = CONFIRM(this.links.urlOf(link, 'confirm-email'));
    await this.caused.sendToClaimed(event, { to: link.email, subject: 'Confirm your new address', text });
  }

  @On(EmailConfirmationRequested, { as: 'mail-email-confirmation-link', external: true })
  async sendConfirmation(event: RecordedEvent<EmailConfirmationRequested>): Promise<void> {
    const link = await this.links.findGood(event.data.linkId);
    const user = link && (await this.users.find(event.data.userId));
    if (!link || !user?.email) return;
    const text = WELCOME(this.links.urlOf(link, 'confirm-email'));
    await this.caused.sendToClaimed(event, { to: user.email, subject: 'Confirm your address', text });
  }

  @On(EmailChangeRequested, { as: 'mail-email-change-requested', external: true })
  async tellOfRequest({ data: { userId } }: RecordedEvent<EmailChangeRequested>): Promise<void> {
    await this.tell(userId, 'Your account is about to move', REQUESTED);
  }

  @On(TakenEmailRequested, { as: 'mail-owner-of-taken-email', external: true, bulk: true })
  async tellOwner(event: RecordedEvent<TakenEmailRequested>): Promise<void> {
    const notice = { subject: 'Your address was asked for', text: TAKEN };
    await this.caused.send(event, event.data.ownerId, () => notice);
  }

  @On(EmailChanged, { as: 'mail-email-changed', external: true })
  async tellOldAddress({ data }: RecordedEvent<EmailChanged>): Promise<void> {
    await this.mailer.send({ to: data.old, subject: 'Your account has moved', text: MOVED(data.new) });
  }

  @On(SecondFactorEnabled, { as: 'mail-second-factor-enabled', external: true })
  async tellOfSecondFactor({ data: { userId } }: RecordedEvent<SecondFactorEnabled>): Promise<void> {
    await this.tell(userId, 'A second factor is in force', ENABLED);
  }

  @On(SecondFactorDisabled, { as: 'mail-second-factor-disabled', external: true })
  async tellOfLoss({ data: { userId } }: RecordedEvent<SecondFactorDisabled>): Promise<void> {
    await this.tell(userId, 'Your second factor is gone', DISABLED);
  }

  @On(SecondFactorRemoved, { as: 'mail-second-factor-removed', external: true })
  async tellOfRemoval({ data: { userId } }: RecordedEvent<SecondFactorRemoved>): Promise<void> {
    await this.tell(userId, 'Your second factor was switched off', REMOVED);
  }

  private async tell(userId: number, subject: string, text: string): Promise<void> {
    const user = await this.users.find(userId);
    if (user?.email) await this.mailer.send({ to: user.email, subject, text });
  }
}
