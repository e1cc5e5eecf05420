import { Injectable } from '@nestjs/common';
import type { Actor } from '../../platform/request/actor.js';
import { Events } from '../../platform/events/events.js';
import type { User } from '../users/user.entity.js';
import { UserProjects } from '../users/administration/user-projects.service.js';
import { aboutProject, ProjectHandedOver } from './project.events.js';
import { ProjectRepository } from './project.repository.js';

/**
 * Gives all projects of one person to another, the archived ones too.
 *
 * @spec SPEC-014.14
 */
@Injectable()
export class ProjectHandover extends UserProjects {
  constructor(
    private readonly projects: ProjectRepository,
    private readonly events: Events,
  ) {
    super();
  }

  override async handOver(actor: Actor, from: User, to: User): Promise<void> {
    for (const project of await this.projects.handOverAll(from.id, to.id)) {
      await this.events.record(actor, new ProjectHandedOver({ ...aboutProject(project), formerOwnerId: from.id }));
    }
  }
}
