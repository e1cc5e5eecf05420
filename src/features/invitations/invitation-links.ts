import { Injectable } from '@nestjs/common';
import type { Actor, Visitor } from '../../platform/request/actor.js';
import { errors } from '../../platform/errors/errors.js';
import { Events } from '../../platform/events/events.js';
import { linkErrors } from '../../platform/mail/link.errors.js';
import { LinkTokens } from '../../platform/mail/link-tokens.js';
import { LinkRefused } from '../recovery/recovery.events.js';
import { AttemptService } from '../sign-in/attempts/attempt.service.js';
import { INVITATION, type Invitation } from './invitation.entity.js';
import { invitationErrors } from './invitation.errors.js';
import { InvitationCancelled, InvitationCreated } from './invitation.events.js';
import { InvitationRepository, MAX_OPEN, type NewInvitation } from './invitation.repository.js';

const MAILS = { kind: 'invitation_mails', uses: 20, windowSeconds: 60 * 60 };

/**
 * The links of invitations: they are made and counted, found by what somebody sends, and end.
 *
 * @spec SPEC-018.3, SPEC-018.4, SPEC-018.5, SPEC-018.6
 */
@Injectable()
export class InvitationLinks {
  constructor(
    private readonly invitations: InvitationRepository,
    private readonly tokens: LinkTokens,
    private readonly attempts: AttemptService,
    private readonly events: Events,
  ) {}

  /**
   * In the open transaction, which holds the project. The link that this address had before is dead.
   *
   * @throws AppError `limit_reached`, `rate_limited`
   */
  async issue(actor: Actor, draft: Omit<NewInvitation, 'inviterId' | 'salt' | 'tokenHash'>): Promise<Invitation> {
    const link = this.tokens.issue(INVITATION);
    const invitation = await this.invitations.issue({ ...draft, ...link, inviterId: actor.id });
    if (!invitation) throw invitationErrors.limitReached(MAX_OPEN);
    await this.attempts.countUse(MAILS, String(actor.id));
    const { id: invitationId, projectId, role } = invitation;
    await this.events.record(actor, new InvitationCreated({ invitationId, projectId, role }));
    return invitation;
  }

  /** @throws AppError `invalid_token_link` for one that was used, has expired, was replaced or cancelled, or is none */
  async require(visitor: Visitor, token: string): Promise<Invitation> {
    const hash = this.tokens.hashOf(token);
    const invitation = hash && (await this.invitations.findByHash(hash));
    if (invitation) return invitation;
    const error = linkErrors.invalidTokenLink();
    await this.events.record(visitor, new LinkRefused({ userId: null, purpose: INVITATION, code: error.code }));
    throw error;
  }

  /** @throws AppError `invalid_token_link` for one that has ended since it was found, or whose user was not the first */
  async spend({ tokenHash }: Invitation): Promise<void> {
    if (!(await this.invitations.spend(tokenHash))) throw linkErrors.invalidTokenLink();
  }

  /** @throws AppError `not_found` */
  async cancel(actor: Actor, projectId: number, invitationId: number): Promise<void> {
    if (!(await this.invitations.cancel(projectId, invitationId))) throw errors.notFound('invitation');
    await this.events.record(actor, new InvitationCancelled({ invitationId, projectId }));
  }
}
