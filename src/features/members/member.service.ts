import { Injectable } from '@nestjs/common';
import type { Actor, Visitor } from '../../platform/request/actor.js';
import { Database } from '../../platform/database/database.js';
import { errors } from '../../platform/errors/errors.js';
import { Events } from '../../platform/events/events.js';
import type { GivenRole, Project } from '../projects/project.entity.js';
import type { ProjectMember } from '../projects/project-member.entity.js';
import { ProjectService } from '../projects/project.service.js';
import type { ListMembers } from './member.dto.js';
import { memberErrors } from './member.errors.js';
import { MemberJoined, MemberLeft, MemberRemoved, MemberRoleChanged } from './member.events.js';
import { MemberRepository } from './member.repository.js';

/** Who comes into which project. */
export interface Joining {
  projectId: number;
  userId: number;
  role: GivenRole;
  /** Who invited them, where somebody did. */
  inviterId?: number;
}

/**
 * Who is in a project. Changes of one project's members run one after the other: they hold the project.
 *
 * @spec SPEC-017
 */
@Injectable()
export class MemberService {
  constructor(
    private readonly db: Database,
    private readonly members: MemberRepository,
    private readonly projects: ProjectService,
    private readonly events: Events,
  ) {}

  list(project: Project, query: ListMembers): Promise<ProjectMember[]> {
    return this.members.listOf(project.id, query);
  }

  /**
   * Adds somebody whom the actor knows from another project, or a service account. Who is a member already keeps the higher role.
   *
   * @throws AppError `validation_failed` for anybody else, `project_archived`
   */
  add(actor: Actor, project: Project, { userId, role }: Pick<Joining, 'userId' | 'role'>): Promise<ProjectMember> {
    project.requireActive();
    return this.db.transaction(async () => {
      if (!(await this.members.lockKnown(actor.id, userId))) throw memberErrors.unknownPerson();
      await this.projects.lockAsRead(actor, project);
      await this.join(actor, { projectId: project.id, userId, role });
      return this.get(project.id, userId);
    });
  }

  /**
   * Adds a person to a project. Who is a member already keeps the higher role. `by` is who does it.
   *
   * @returns whether something changed
   * @throws AppError `not_found` for a project that is gone, `project_archived`
   */
  join(by: Visitor | null, joining: Joining): Promise<boolean> {
    return this.db.transaction(async () => {
      const { projectId, userId, role } = joining;
      const project = await this.projects.lock(projectId, userId);
      project.requireActive();
      if (!(await this.members.join(projectId, userId, role))) return false;
      const about = { ...joining, project: project.name };
      const formerRole = project.role;
      await this.events.record(
        by,
        formerRole ? new MemberRoleChanged({ ...about, formerRole }) : new MemberJoined(about),
      );
      return true;
    });
  }

  /**
   * The same role again changes nothing.
   *
   * @throws AppError `not_found` for somebody who is no member, `owner_role`, `project_archived`
   */
  changeRole(actor: Actor, project: Project, userId: number, role?: GivenRole): Promise<ProjectMember> {
    project.requireActive();
    return this.db.transaction(async () => {
      const member = await this.lock(actor, project, userId);
      if (role === undefined || role === member.role) return member;
      await this.members.setRole(member, role);
      const about = { projectId: project.id, project: project.name, userId, role };
      await this.events.record(actor, new MemberRoleChanged({ ...about, formerRole: member.role }));
      return Object.assign(member, { role });
    });
  }

  /** Ends a membership, in the transaction that has locked it. */
  async end(actor: Actor, project: Project, member: ProjectMember): Promise<void> {
    await this.members.removeFrom(member);
    const { userId, role } = member;
    const about = { projectId: project.id, project: project.name, userId, role };
    await this.events.record(actor, userId === actor.id ? new MemberLeft(about) : new MemberRemoved(about));
  }

  /**
   * A member whose role nobody else changes until the transaction ends.
   *
   * @throws AppError `not_found` for somebody who is no member, `owner_role`
   * @throws StaleRow where the project, or the actor's role in it, is not what it was when it was read
   */
  async lock(actor: Actor, project: Project, userId: number): Promise<ProjectMember> {
    await this.members.lockPerson(userId);
    await this.projects.lockAsRead(actor, project);
    const member = await this.get(project.id, userId);
    if (member.role === 'owner') throw memberErrors.ownerRole();
    return member;
  }

  private async get(projectId: number, userId: number): Promise<ProjectMember> {
    const member = await this.members.findIn(projectId, userId);
    if (!member) throw errors.notFound('member');
    return member;
  }
}
