import { Injectable } from '@nestjs/common';
import type { Visitor } from '../../platform/request/actor.js';
import { Database } from '../../platform/database/database.js';
import { Events } from '../../platform/events/events.js';
import type { ProjectRole } from '../projects/project.entity.js';
import { ProjectService } from '../projects/project.service.js';
import { MemberJoined, MemberRoleChanged } from './member.events.js';
import { MemberRepository } from './member.repository.js';

/** Who comes into which project. */
export interface Joining {
  projectId: number;
  userId: number;
  role: Exclude<ProjectRole, 'owner'>;
  inviterId?: number;
}

/** @spec SPEC-017 */
@Injectable()
export class MemberService {
  constructor(
    private readonly db: Database,
    private readonly members: MemberRepository,
    private readonly projects: ProjectService,
    private readonly events: Events,
  ) {}

  /**
   * Adds a person to a project. Who is a member already keeps the higher role; `by` is who records it.
   *
   * @returns whether something changed
   * @throws AppError `not_found` for a project that is gone, `project_archived`
   */
  join(by: Visitor | null, { inviterId, ...joining }: Joining): Promise<boolean> {
    return this.db.transaction(async () => {
      const project = await this.projects.lock(joining.projectId, joining.userId);
      project.requireActive();
      const change = await this.members.join(joining.projectId, joining.userId, joining.role);
      if (!change) return false;
      const about = { ...joining, project: project.name, ...(inviterId !== undefined && { inviterId }) };
      await this.events.record(by, change === 'joined' ? new MemberJoined(about) : new MemberRoleChanged(about));
      return true;
    });
  }
}
