import { Injectable } from '@nestjs/common';
import type { Actor, Visitor } from '../../platform/request/actor.js';
import { Database } from '../../platform/database/database.js';
import { AppError } from '../../platform/errors/app-error.js';
import { Events } from '../../platform/events/events.js';
import { MailLinkService } from '../recovery/mail-link.service.js';
import { LinkRefused } from '../recovery/recovery.events.js';
import type { ConfirmedUser } from '../sign-in/passwords/password-confirmation.service.js';
import { UserService } from '../users/user.service.js';
import { EmailChanged, EmailChangeRequested, EmailConfirmed, TakenEmailRequested } from './account.events.js';
import { EMAIL_CONFIRMATION } from './email-confirmation.service.js';

const EMAIL_CHANGE = 'email_change';
const MINUTES = 24 * 60;
/** Mails to an address that somebody only claims to be theirs. */
const MAX_PER_HOUR = 5;

/**
 * Changes of address. A new address takes effect when the link sent to it is opened.
 *
 * @spec SPEC-013.17, SPEC-013.18, SPEC-013.19, SPEC-013.20, SPEC-013.45
 */
@Injectable()
export class EmailChangeService {
  constructor(
    private readonly db: Database,
    private readonly users: UserService,
    private readonly links: MailLinkService,
    private readonly events: Events,
  ) {}

  /** Says nothing of whether the address is taken. */
  async request(actor: Actor, { user }: ConfirmedUser, email: string): Promise<void> {
    const { id: userId, linkEpoch: epoch } = user;
    await this.db.transaction(async () => {
      const owner = await this.users.findByEmail(email);
      if (owner && owner.id !== userId) {
        return this.events.record(actor, new TakenEmailRequested({ userId, ownerId: owner.id }));
      }
      const wish = { userId, purpose: EMAIL_CHANGE, minutes: MINUTES, email, mostPerHour: MAX_PER_HOUR, epoch };
      const link = await this.links.issue(wish);
      if (link) await this.events.record(actor, new EmailChangeRequested({ userId, linkId: link.id }));
    });
  }

  /** @throws AppError `invalid_token_link`, `email_taken` */
  async confirm(visitor: Visitor, token: string): Promise<void> {
    try {
      await this.db.transaction(() => this.use(visitor, token));
    } catch (error) {
      if (error instanceof AppError && (error.kind === 'invalid' || error.kind === 'conflict'))
        await this.events.record(visitor, new LinkRefused({ userId: null, purpose: EMAIL_CHANGE, code: error.code }));
      throw error;
    }
  }

  private async use(visitor: Visitor, token: string): Promise<void> {
    const { userId, email } = await this.links.spend([EMAIL_CHANGE, EMAIL_CONFIRMATION], token);
    if (email !== null) await this.move(visitor, userId, email);
    else if (await this.users.confirmEmail(userId)) await this.events.record(visitor, new EmailConfirmed({ userId }));
  }

  private async move(visitor: Visitor, userId: number, email: string): Promise<void> {
    const user = await this.users.find(userId);
    if (!user) return;
    await this.users.setEmail(userId, email);
    await this.events.record(visitor, new EmailChanged({ userId, old: user.address, new: email }));
  }
}
