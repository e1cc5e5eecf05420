import { Injectable } from '@nestjs/common';
import { accessErrors } from '../../platform/access/access-errors.js';
import { emailKey } from '../../platform/addresses/email-address.js';
import { Database } from '../../platform/database/database.js';
import { Every } from '../../platform/events/on.js';
import type { Actor } from '../../platform/request/actor.js';
import type { Project } from '../projects/project.entity.js';
import { ProjectService } from '../projects/project.service.js';
import { InvitationLinks } from './invitation-links.js';
import type { CreateInvitation } from './invitation.dto.js';
import type { Invitation } from './invitation.entity.js';
import { invitationErrors } from './invitation.errors.js';
import { InvitationRepository } from './invitation.repository.js';

/**
 * Invites addresses to projects. Nothing here asks whether an account has the address, so no answer can tell.
 *
 * @spec SPEC-018.1, SPEC-018.2, SPEC-018.7, SPEC-018.8, SPEC-018.9
 */
@Injectable()
export class InvitationService {
  constructor(
    private readonly db: Database,
    private readonly projects: ProjectService,
    private readonly links: InvitationLinks,
    private readonly invitations: InvitationRepository,
  ) {}

  list(project: Project, page: { after: number | null; limit: number }): Promise<Invitation[]> {
    return this.invitations.listOpen(project.id, page);
  }

  /**
   * Inviting an address again renews its invitation.
   *
   * @throws AppError `project_archived`, `validation_failed` for the actor's own address, `limit_reached`, `rate_limited`
   */
  invite(actor: Actor, project: Project, { email, role }: CreateInvitation): Promise<Invitation> {
    return this.db.transaction(async () => {
      const key = emailKey(email);
      await this.requireOther(actor, key);
      (await this.projects.lockAsRead(actor, project)).requireActive();
      return this.links.issue(actor, { projectId: project.id, email, emailKey: key, role });
    });
  }

  /** @throws AppError `not_found`, `project_archived` */
  async cancel(actor: Actor, project: Project, id: number): Promise<void> {
    await this.db.transaction(async () => {
      (await this.projects.lockAsRead(actor, project)).requireActive();
      await this.links.cancel(actor, project.id, id);
    });
  }

  @Every({ minutes: 10, as: 'clear-invitations' })
  async clearOld(): Promise<void> {
    await this.invitations.clearOld();
  }

  private async requireOther(actor: Actor, key: string): Promise<void> {
    const own = await this.invitations.lockAccount(actor.id);
    if (own === null) throw accessErrors.tokenRevoked();
    if (own === key) throw invitationErrors.oneself();
  }
}
