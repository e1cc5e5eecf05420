import { Injectable } from '@nestjs/common';
import { AppError } from '../../platform/errors/app-error.js';
import { linkErrors } from '../../platform/mail/link.errors.js';
import type { Visitor } from '../../platform/request/actor.js';
import { MemberService } from '../members/member.service.js';
import type { Project } from '../projects/project.entity.js';
import { ProjectService } from '../projects/project.service.js';
import { InvitationLinks } from './invitation-links.js';
import type { Invitation } from './invitation.entity.js';
import { InvitationRepository } from './invitation.repository.js';

/** Lets whoever holds a link into its project, in the open transaction. */
@Injectable()
export class InvitedMembers {
  constructor(
    private readonly invitations: InvitationRepository,
    private readonly links: InvitationLinks,
    private readonly projects: ProjectService,
    private readonly members: MemberService,
  ) {}

  /** Answers the normalised address of the account; null for whoever is gone or disabled. */
  lockAccount(userId: number): Promise<string | null> {
    return this.invitations.lockAccount(userId);
  }

  /**
   * The project is held before the link is spent: so what the inviter may do doesn't change in between, and it is judged
   * before whoever accepts gets a role, who may be the inviter.
   *
   * @throws AppError `invalid_token_link`, `project_archived`
   */
  async join(by: Visitor, userId: number, invitation: Invitation): Promise<Project> {
    const { projectId, role, inviterId } = invitation;
    (await this.hold(projectId, userId)).requireActive();
    await this.links.spend(invitation);
    await this.members.join(by, { projectId, userId, role, inviterId });
    return this.projects.lock(projectId, userId);
  }

  /** With a project that was deleted meanwhile, its links have ended. */
  private async hold(projectId: number, userId: number): Promise<Project> {
    try {
      return await this.projects.lock(projectId, userId);
    } catch (error) {
      throw error instanceof AppError && error.kind === 'not_found' ? linkErrors.invalidTokenLink() : error;
    }
  }
}
