import { Injectable } from '@nestjs/common';
import type { RecordedEvent } from '../../platform/events/domain-event.js';
import { On } from '../../platform/events/on.js';
import { mailText, onOneLine } from '../../platform/mail/mail-text.js';
import { LinkTokens } from '../../platform/mail/link-tokens.js';
import { CausedMails } from '../users/mails/caused-mails.service.js';
import { INVITATION } from './invitation.entity.js';
import { InvitationCreated } from './invitation.events.js';
import { InvitationRepository } from './invitation.repository.js';

/**
 * Sends the link of an invitation to the address, if the invitation is still open. It is the same mail whether or not an
 * account has the address.
 *
 * @spec SPEC-018.3
 */
@Injectable()
export class InvitationMail {
  constructor(
    private readonly invitations: InvitationRepository,
    private readonly tokens: LinkTokens,
    private readonly mails: CausedMails,
  ) {}

  @On(InvitationCreated, { as: 'mail-invitation', external: true, bulk: true })
  async send(event: RecordedEvent<InvitationCreated>): Promise<void> {
    const invitation = await this.invitations.findOpen(event.data.invitationId);
    if (!invitation) return;
    const { email, role, project, inviter } = invitation;
    const url = this.tokens.urlOf(INVITATION, invitation, 'invitations');
    await this.mails.sendToClaimed(event, {
      to: email,
      subject: `${onOneLine(inviter.displayName)} invites you to “${onOneLine(project.name)}”`,
      text: mailText`${inviter.displayName} invites you to the project “${project.name}”, with the role ${role}.

Open this link within 7 days to join; it works once:

${{ url }}

Whoever has this link can join, so do not pass it on. If you do not want to join, there is nothing to do.
`,
    });
  }
}
