import { Injectable } from '@nestjs/common';
import type { RecordedEvent } from '../../platform/events/domain-event.js';
import { On } from '../../platform/events/on.js';
import { mailText } from '../../platform/mail/mail-text.js';
import { OwnMails } from '../users/mails/own-mails.service.js';
import { IdentityLinked, IdentityUnlinked } from './identity.events.js';

const LINKED = (
  provider: string,
) => mailText`The provider “${provider}” was linked to your account: whoever signs in there is signed in here.

If it was not you, remove it at once, end your sessions, and tell your administrator. A new password alone does not stop it.`;

const UNLINKED = (
  provider: string,
) => mailText`The provider “${provider}” was removed from your account: it signs nobody in any more.

If it was not you, change your password at once, and tell your administrator.`;

/**
 * Notices to the owner of an account about providers.
 *
 * @spec SPEC-039.18
 */
@Injectable()
export class IdentityMails {
  constructor(private readonly mails: OwnMails) {}

  @On(IdentityLinked, { as: 'mail-identity-linked', external: true })
  async tellOfNew({ data: { userId, provider, how } }: RecordedEvent<IdentityLinked>): Promise<void> {
    if (how === 'registered') return;
    await this.mails.send(userId, () => ({ subject: 'A provider was linked to your account', text: LINKED(provider) }));
  }

  @On(IdentityUnlinked, { as: 'mail-identity-unlinked', external: true })
  async tellOfLoss({ data: { userId, provider } }: RecordedEvent<IdentityUnlinked>): Promise<void> {
    const subject = 'A provider was removed from your account';
    await this.mails.send(userId, () => ({ subject, text: UNLINKED(provider) }));
  }
}
