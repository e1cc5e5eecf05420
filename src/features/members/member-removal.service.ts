import { Injectable } from '@nestjs/common';
import type { Actor } from '../../platform/request/actor.js';
import { Database } from '../../platform/database/database.js';
import type { Project } from '../projects/project.entity.js';
import { ProjectService } from '../projects/project.service.js';
import { TaskService } from '../tasks/task.service.js';
import { MemberService } from './member.service.js';

/**
 * How somebody ceases to be a member: removed by a manager, or by leaving. Their tasks in the project are left to nobody.
 *
 * @spec SPEC-017.10, SPEC-017.11, SPEC-017.12
 */
@Injectable()
export class MemberRemoval {
  constructor(
    private readonly db: Database,
    private readonly members: MemberService,
    private readonly projects: ProjectService,
    private readonly tasks: TaskService,
  ) {}

  /**
   * Everybody can leave, also an archived project.
   *
   * @throws AppError `forbidden` for somebody else without the role of a manager, `not_found` for somebody who is no
   *   member, `owner_role`, `project_archived`
   */
  async remove(actor: Actor, project: Project, userId: number): Promise<void> {
    const isLeaving = userId === actor.id;
    if (!isLeaving) this.projects.require(actor, project, 'update_project');
    await this.db.transaction(async () => {
      const member = await this.members.lock(actor, project, userId);
      if (!isLeaving) project.requireActive();
      await this.members.end(actor, project, member);
      await this.tasks.unassign(actor, project, userId);
    });
  }
}
