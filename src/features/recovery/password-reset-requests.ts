import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import type { Visitor } from '../../platform/request/actor.js';
import { Events } from '../../platform/events/events.js';
import type { RecordedEvent } from '../../platform/events/domain-event.js';
import { On } from '../../platform/events/on.js';
import { withoutSlot } from '../../platform/request/admission-slot.js';
import { UserService } from '../users/user.service.js';
import { MailLinkService } from './mail-link.service.js';
import { PasswordResetLinkMade, PasswordResetRequested } from './recovery.events.js';

export const PASSWORD_RESET = 'password_reset';
const MINUTES = 30;
const MAX_PER_HOUR = 3;
/** Longer than the request takes, and than what follows it may disturb the next one. */
const ANSWER_AFTER_MS = 100;

/**
 * Accepts requests for a password reset. A known and an unknown address cost the same statements; everything else
 * happens after the answer, which is never sent before a fixed time.
 *
 * @spec SPEC-013.10, SPEC-013.11
 */
@Injectable()
export class PasswordResetRequests {
  constructor(
    private readonly users: UserService,
    private readonly links: MailLinkService,
    private readonly events: Events,
  ) {}

  async take(visitor: Visitor, email: string): Promise<void> {
    await withoutSlot(visitor, () => Promise.all([this.note(visitor, email), sleep(ANSWER_AFTER_MS)]));
  }

  @On(PasswordResetRequested, { as: 'make-password-reset-link' })
  async makeLink({ data: { userId } }: RecordedEvent<PasswordResetRequested>): Promise<void> {
    if (userId === null || !(await this.users.find(userId))) return;
    const wish = { userId, purpose: PASSWORD_RESET, minutes: MINUTES, mostPerHour: MAX_PER_HOUR };
    const link = await this.links.issue(wish);
    if (link) await this.events.record(null, new PasswordResetLinkMade({ userId, linkId: link.id }));
  }

  private async note(visitor: Visitor, email: string): Promise<void> {
    const user = await this.users.findByEmail(email);
    await this.events.record(visitor, new PasswordResetRequested({ userId: user?.isActive ? user.id : null }));
  }
}
