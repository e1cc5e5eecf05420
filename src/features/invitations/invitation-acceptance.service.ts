import { Injectable } from '@nestjs/common';
import { accessErrors } from '../../platform/access/access-errors.js';
import { Database } from '../../platform/database/database.js';
import type { Actor, Visitor } from '../../platform/request/actor.js';
import { EmailConfirmationService } from '../account/email-confirmation.service.js';
import type { Project } from '../projects/project.entity.js';
import { RegistrationInvitations } from '../sign-in/registration/registration-invitations.service.js';
import { InvitationLinks } from './invitation-links.js';
import type { Invitation } from './invitation.entity.js';
import { InvitedMembers } from './invited-members.js';

/**
 * Whoever holds the link joins, with the account that they have or make. It is not asked whose the address is; whoever
 * has the address and the link has shown that it is theirs.
 *
 * @spec SPEC-018.10, SPEC-018.11, SPEC-018.12, SPEC-018.13
 */
@Injectable()
export class InvitationAcceptance extends RegistrationInvitations {
  constructor(
    private readonly db: Database,
    private readonly links: InvitationLinks,
    private readonly confirmations: EmailConfirmationService,
    private readonly members: InvitedMembers,
  ) {
    super();
  }

  override async require(visitor: Visitor, token: string): Promise<void> {
    await this.links.require(visitor, token);
  }

  /** @throws AppError `invalid_token_link`, `project_archived` */
  accept(actor: Actor, token: string): Promise<Project> {
    return this.acceptAs(actor, actor.id, token);
  }

  override async acceptAs(visitor: Visitor, userId: number, token: string): Promise<Project> {
    const invitation = await this.links.require(visitor, token);
    return this.db.transaction(async () => {
      await this.confirm(visitor, userId, invitation);
      return this.members.join(visitor, userId, invitation);
    });
  }

  /** Locks the account, which comes before the project. */
  private async confirm(visitor: Visitor, userId: number, { emailKey }: Invitation): Promise<void> {
    const own = await this.members.lockAccount(userId);
    if (own === null) throw accessErrors.tokenRevoked();
    if (own === emailKey) await this.confirmations.confirm(visitor, userId);
  }
}
