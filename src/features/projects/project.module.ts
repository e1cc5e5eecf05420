import { Global, Module } from '@nestjs/common';
import type { Principal } from '../../platform/access/policy.js';
import { ResourceRegistry } from '../../platform/access/resource-registry.js';
import { Section } from '../../platform/http/section.js';
import { ReadableProjects } from '../preferences/readable-projects.service.js';
import { UserModule } from '../users/user.module.js';
import { UserProjects } from '../users/administration/user-projects.service.js';
import { FeedKinds, ON_NO_TASK } from './feed-kinds/feed-kinds.service.js';
import { ProjectAudience } from './audience/project-audience.service.js';
import { ProjectAudienceRepository } from './audience/project-audience.repository.js';
import { ProjectChoice } from './audience/project-choice.js';
import { ProjectController } from './project.controller.js';
import { ProjectHandover } from './project-handover.service.js';
import type { Project } from './project.entity.js';
import { projectPolicy } from './project.policy.js';
import { ProjectRepository } from './project.repository.js';
import { ProjectService } from './project.service.js';
import { ProjectView } from './project.view.js';

/** Global, because the deletion of accounts needs `UserProjects`, and preferences `ReadableProjects`. */
@Global()
@Section('Projects hold tasks. Each has one owner.')
@Module({
  imports: [UserModule],
  controllers: [ProjectController],
  providers: [
    ProjectRepository,
    FeedKinds,
    ProjectService,
    ProjectAudience,
    ProjectAudienceRepository,
    { provide: UserProjects, useClass: ProjectHandover },
    { provide: ReadableProjects, useClass: ProjectChoice },
  ],
  exports: [ProjectService, FeedKinds, ProjectAudience, UserProjects, ReadableProjects],
})
export class ProjectModule {
  constructor(rows: ResourceRegistry, projects: ProjectRepository, feeds: FeedKinds) {
    const find = (id: number, { id: personId }: Principal) => projects.findFor(personId, id);
    const lock = (id: number) => projects.lock(id);
    rows.register<Project>(projectPolicy, { find, view: ProjectView.of, lock });
    const things = `SELECT id AS project_id, id, ${ON_NO_TASK} FROM projects`;
    const list = (_: number, [id = 0]: readonly number[]) => projects.listById(id);
    feeds.register('project', { permission: 'read_project', things, list, view: ProjectView.withoutReader });
  }
}
