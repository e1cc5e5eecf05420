import { Injectable } from '@nestjs/common';
import type { RecordedEvent } from '../../platform/events/domain-event.js';
import { On } from '../../platform/events/on.js';
import { mailText } from '../../platform/mail/mail-text.js';
import { OwnMails } from '../users/mails/own-mails.service.js';
import { PasskeyAdded, PasskeyRemoved } from './passkey.events.js';

const ADDED = (
  name: string,
) => mailText`The passkey “${name}” was added to your account: it signs in without your password.

If it was not you, remove it at once, end your sessions, and tell your administrator. A new password alone does not stop it.`;

const REMOVED = (
  name: string,
) => mailText`The passkey “${name}” was removed from your account: it signs nobody in any more.

If it was not you, change your password at once, and tell your administrator.`;

/**
 * Notices to the owner of an account about its passkeys.
 *
 * @spec SPEC-040.12
 */
@Injectable()
export class PasskeyMails {
  constructor(private readonly mails: OwnMails) {}

  @On(PasskeyAdded, { as: 'mail-passkey-added', external: true })
  async tellOfNew({ data: { userId, name } }: RecordedEvent<PasskeyAdded>): Promise<void> {
    await this.mails.send(userId, () => ({ subject: 'A passkey was added to your account', text: ADDED(name) }));
  }

  @On(PasskeyRemoved, { as: 'mail-passkey-removed', external: true })
  async tellOfLoss({ data: { userId, name } }: RecordedEvent<PasskeyRemoved>): Promise<void> {
    await this.mails.send(userId, () => ({ subject: 'A passkey of your account was removed', text: REMOVED(name) }));
  }
}
