import { Injectable } from '@nestjs/common';
import type { Actor, Visitor } from '../../platform/request/actor.js';
import { Database } from '../../platform/database/database.js';
import { Events } from '../../platform/events/events.js';
import type { RecordedEvent } from '../../platform/events/domain-event.js';
import { On } from '../../platform/events/on.js';
import { MailLinkService } from '../recovery/mail-link.service.js';
import { UserCreated } from '../users/user.events.js';
import { UserService } from '../users/user.service.js';
import { EmailConfirmationRequested, EmailConfirmed } from './account.events.js';

export const EMAIL_CONFIRMATION = 'email_confirmation';
const MINUTES = 24 * 60;
const MAX_PER_HOUR = 3;

/**
 * Links that confirm the address with which a person registered.
 *
 * @spec SPEC-013.44, SPEC-013.45, SPEC-013.46
 */
@Injectable()
export class EmailConfirmationService {
  constructor(
    private readonly db: Database,
    private readonly users: UserService,
    private readonly links: MailLinkService,
    private readonly events: Events,
  ) {}

  @On(UserCreated, { as: 'request-email-confirmation' })
  async welcome({ data: { userId } }: RecordedEvent<UserCreated>): Promise<void> {
    await this.send(null, userId);
  }

  /** Nothing where the address is confirmed, or three links within the hour went out already. */
  async request(actor: Actor): Promise<void> {
    await this.db.transaction(() => this.send(actor, actor.id));
  }

  /** The person has shown that the address is theirs. Nothing where it was confirmed before. */
  async confirm(by: Visitor, userId: number): Promise<void> {
    if (await this.users.confirmEmail(userId)) await this.events.record(by, new EmailConfirmed({ userId }));
  }

  private async send(by: Visitor | null, userId: number): Promise<void> {
    const user = await this.users.find(userId);
    if (!user?.email || user.emailConfirmedAt) return;
    const { linkEpoch: epoch } = user;
    const wish = { userId, purpose: EMAIL_CONFIRMATION, minutes: MINUTES, mostPerHour: MAX_PER_HOUR, epoch };
    const link = await this.links.issue(wish);
    if (link) await this.events.record(by, new EmailConfirmationRequested({ userId, linkId: link.id }));
  }
}
