import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import { errors } from '../../platform/errors/errors.js';
import { Events } from '../../platform/events/events.js';
import type { Actor } from '../../platform/request/actor.js';
import type { Project } from '../projects/project.entity.js';
import { aboutProject, ProjectDeleted, ProjectPurged, ProjectRestored } from '../projects/project.events.js';
import { ProjectService } from '../projects/project.service.js';
import { StoredProjectRepository } from './stored-project.repository.js';

/** @spec SPEC-025 */
@Injectable()
export class ProjectTrash {
  constructor(
    private readonly db: Database,
    private readonly stored: StoredProjectRepository,
    private readonly projects: ProjectService,
    private readonly events: Events,
  ) {}

  /** @throws AppError `not_found` for a project that is in the trash already */
  async remove(actor: Actor, project: Project): Promise<void> {
    if (project.deletedAt) throw errors.notFound('project');
    await this.db.transaction(async () => {
      // What is being written below the project is finished first, or it would stay behind when the tasks follow.
      await this.projects.lockOutAsRead(actor, project);
      await this.stored.setDeleted(project, new Date());
      await this.events.record(actor, new ProjectDeleted(aboutProject(project)));
    });
  }

  /** Deletes the project for good, from the trash or not. */
  async purge(actor: Actor, project: Project): Promise<void> {
    await this.db.transaction(async () => {
      await this.stored.purge(project);
      if (!project.deletedAt) await this.events.record(actor, new ProjectDeleted(aboutProject(project)));
      await this.events.record(actor, new ProjectPurged(aboutProject(project)));
    });
  }

  /** A project that isn't in the trash stays as it is. */
  async restore(actor: Actor, project: Project): Promise<Project> {
    if (!project.deletedAt) return project;
    return this.db.transaction(async () => {
      await this.stored.setDeleted(project, null);
      await this.events.record(actor, new ProjectRestored(aboutProject(project)));
      return (await this.stored.findFor(actor.id, project.id)) ?? project;
    });
  }
}
