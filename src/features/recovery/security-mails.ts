import { Injectable } from '@nestjs/common';
import type { RecordedEvent } from '../../platform/events/domain-event.js';
import { On } from '../../platform/events/on.js';
import { Mailer } from '../../platform/mail/mailer.js';
import { SessionsStolen } from '../sessions/session.events.js';
import { AccountReclaimed, PasswordChanged } from '../sign-in/sign-in.events.js';
import { UserService } from '../users/user.service.js';
import { MailLinkService } from './mail-link.service.js';
import { PasswordResetLinkMade } from './recovery.events.js';

const RESET = (url: string) => `Somebody, probably you, wants to set a new password for your account.

Open this link within 30 minutes; it works once:

${url}

If it was not you, nothing has happened and there is nothing to do. Never pass this link on.`;

const CHANGED = `The password of your account was changed just now, and other sessions have ended.

If it was not you, ask for a link to set a new one at once ("forgot password"), and tell your administrator.`;

const RECLAIMED = `Your link was the first proof that this address is yours. Whoever has set the account up before did not need one, so
what they could still get in with has ended: sessions, API tokens, passkeys, linked providers, the address of the
calendar and the second factor. Set up anew what you need.

What was written with the account, and who is in its projects, has stayed: look through it.`;

const STOLEN = `A sign-in of yours was used from two places at once. That happens when somebody has copied it.

To be safe, every session of your account has ended, on every device. Sign in again; if you did not expect this, change
your password as well, and tell your administrator.`;

/**
 * What the owner of an account should hear of, whatever happens to the account.
 *
 * @spec SPEC-013.16, SPEC-013.47, SPEC-001.17
 */
@Injectable()
export class SecurityMails {
  constructor(
    private readonly users: UserService,
    private readonly links: MailLinkService,
    private readonly mailer: Mailer,
  ) {}

  @On(PasswordResetLinkMade, { as: 'mail-password-reset-link', external: true })
  async sendLink({ data: { userId, linkId } }: RecordedEvent<PasswordResetLinkMade>): Promise<void> {
    const link = await this.links.findGood(linkId);
    if (link) await this.tell(userId, 'Set a new password', RESET(this.links.urlOf(link, 'reset-password')));
  }

  @On(PasswordChanged, { as: 'mail-password-changed', external: true })
  async tellOfChange({ data: { userId } }: RecordedEvent<PasswordChanged>): Promise<void> {
    await this.tell(userId, 'Your password was changed', CHANGED);
  }

  @On(AccountReclaimed, { as: 'mail-account-reclaimed', external: true })
  async tellOfEnds({ data: { userId } }: RecordedEvent<AccountReclaimed>): Promise<void> {
    await this.tell(userId, 'The account is yours', RECLAIMED);
  }

  @On(SessionsStolen, { as: 'mail-sessions-stolen', external: true })
  async tellOfTheft({ data: { userId } }: RecordedEvent<SessionsStolen>): Promise<void> {
    await this.tell(userId, 'Security alert: your sessions have ended', STOLEN);
  }

  /** No name in it: whoever registers somebody else's address could write through us what they like. */
  private async tell(userId: number, subject: string, text: string): Promise<void> {
    const user = await this.users.find(userId);
    if (user?.email) await this.mailer.send({ to: user.email, subject, text });
  }
}
