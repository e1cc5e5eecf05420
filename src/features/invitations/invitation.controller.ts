import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { CurrentActor, CurrentVisitor, Public, Requires, Row, SignedIn } from '../../platform/access/rules.js';
import { errors } from '../../platform/errors/errors.js';
import { ErrorCodes } from '../../platform/http/error-codes.js';
import { InTurn } from '../../platform/idempotency/in-turn.js';
import { idFromText, isId } from '../../platform/input/fields.js';
import { ListQuery } from '../../platform/input/list-query.js';
import type { Actor, Visitor } from '../../platform/request/actor.js';
import type { Project } from '../projects/project.entity.js';
import { ProjectView } from '../projects/project.view.js';
import { InvitationAcceptance } from './invitation-acceptance.service.js';
import { InvitationLinks } from './invitation-links.js';
import { CreateInvitation, UseInvitation } from './invitation.dto.js';
import { InvitationService } from './invitation.service.js';
import { InvitationPage, InvitationView, OpenedInvitationView } from './invitation.view.js';

@Controller()
export class InvitationController {
  constructor(
    private readonly invitations: InvitationService,
    private readonly links: InvitationLinks,
    private readonly acceptance: InvitationAcceptance,
  ) {}

  /**
   * Invite an address to a project. A link is sent there by mail: it works once, for 7 days, and while you may update the
   * project. Inviting the same address again renews the invitation, with this role, and the older link is dead. The
   * answer is the same whether or not an account has the address, or is a member. A project has at most 100 open
   * invitations (409), and one person can cause 20 of these mails an hour (429).
   */
  @Post('projects/:id/invitations')
  @InTurn()
  @Requires('update_project', 'project')
  @ErrorCodes({ conflict: ['project_archived', 'limit_reached'] })
  async invite(
    @CurrentActor() actor: Actor,
    @Row() project: Project,
    @Body() invitation: CreateInvitation,
  ): Promise<InvitationView> {
    return InvitationView.of(await this.invitations.invite(actor, project, invitation));
  }

  /**
   * List the open invitations of a project: those whose links work. One is open until it is accepted, cancelled or 7 days
   * old, and while its inviter may update the project.
   */
  @Get('projects/:id/invitations')
  @Requires('update_project', 'project')
  async list(@Row() project: Project, @Query() query: ListQuery): Promise<InvitationPage> {
    return query.page(await this.invitations.list(project, query), InvitationView.of);
  }

  /** Cancel an open invitation. Its link is dead from then on. */
  @Delete('projects/:id/invitations/:invitation_id')
  @Requires('update_project', 'project')
  @ErrorCodes({ conflict: ['project_archived'] })
  async cancel(
    @CurrentActor() actor: Actor,
    @Row() project: Project,
    @Param('invitation_id') invitationId: string,
  ): Promise<void> {
    const id = idFromText(invitationId);
    if (!isId(id)) throw errors.notFound('invitation');
    await this.invitations.cancel(actor, project, id);
  }

  /** Look at an invitation by the token from its link, before accepting it. The link still works afterwards. */
  @Post('invitations/inspect')
  @HttpCode(200)
  @Public()
  @ErrorCodes({ invalid: ['invalid_token_link'] })
  async inspect(@CurrentVisitor() visitor: Visitor, @Body() { token }: UseInvitation): Promise<OpenedInvitationView> {
    return OpenedInvitationView.of(await this.links.require(visitor, token));
  }

  /**
   * Accept an invitation with the token from its link, and join the project. Your address need not be the invited one; if
   * it is, it counts as confirmed. A member keeps the higher role. The link is spent in any case.
   */
  @Post('invitations/accept')
  @HttpCode(200)
  @SignedIn()
  @ErrorCodes({ conflict: ['project_archived'], invalid: ['invalid_token_link'] })
  async accept(@CurrentActor() actor: Actor, @Body() { token }: UseInvitation): Promise<ProjectView> {
    return ProjectView.of(await this.acceptance.accept(actor, token));
  }
}
