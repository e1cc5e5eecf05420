import { Body, Controller, Delete, Get, Param, Patch, Post, Query } from '@nestjs/common';
import type { Actor } from '../../platform/request/actor.js';
import { CurrentActor, Requires, Row } from '../../platform/access/rules.js';
import { errors } from '../../platform/errors/errors.js';
import { ErrorCodes } from '../../platform/http/error-codes.js';
import { idFromText, isId } from '../../platform/input/fields.js';
import type { Project } from '../projects/project.entity.js';
import { AddMember, ListMembers, UpdateMember } from './member.dto.js';
import { MemberRemoval } from './member-removal.service.js';
import { MemberService } from './member.service.js';
import { MemberPage, MemberView } from './member.view.js';

@Controller('projects/:id/members')
export class MemberController {
  constructor(
    private readonly members: MemberService,
    private readonly removal: MemberRemoval,
  ) {}

  /** List the members of a project. The order is by the ids of the people. */
  @Get()
  @Requires('read_project', 'project')
  async list(@Row() project: Project, @Query() query: ListMembers): Promise<MemberPage> {
    return query.page(await this.members.list(project, query), MemberView.of);
  }

  /**
   * Add a member to a project: a person who shares a project with you, or any service account. Anybody else is 422, as if
   * there were no such person. Who is a member already keeps the higher role.
   */
  @Post()
  @Requires('update_project', 'project')
  @ErrorCodes({ conflict: ['project_archived'] })
  async add(
    @CurrentActor() actor: Actor,
    @Row() project: Project,
    @Body() { user_id: userId, role }: AddMember,
  ): Promise<MemberView> {
    return MemberView.of(await this.members.add(actor, project, { userId, role }));
  }

  /** Change the role of a member. The owner's changes when the project is handed over. */
  @Patch(':user_id')
  @Requires('update_project', 'project')
  @ErrorCodes({ conflict: ['project_archived', 'owner_role'] })
  async update(
    @CurrentActor() actor: Actor,
    @Row() project: Project,
    @Param('user_id') userId: string,
    @Body() { role }: UpdateMember,
  ): Promise<MemberView> {
    return MemberView.of(await this.members.changeRole(actor, project, memberId(userId), role));
  }

  /**
   * Remove a member from a project, or leave it. Removing somebody else needs what changing a member needs. Tasks of the
   * project that were assigned to the person become unassigned. An archived project can be left, too.
   */
  @Delete(':user_id')
  @Requires('read_project', 'project')
  @ErrorCodes({ conflict: ['project_archived', 'owner_role'] })
  async remove(@CurrentActor() actor: Actor, @Row() project: Project, @Param('user_id') userId: string): Promise<void> {
    await this.removal.remove(actor, project, memberId(userId));
  }
}

function memberId(text: string): number {
  const id = idFromText(text);
  if (!isId(id)) throw errors.notFound('member');
  return id;
}
