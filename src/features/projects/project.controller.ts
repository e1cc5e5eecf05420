import { Body, Controller, Get, Patch, Post, Query } from '@nestjs/common';
import type { Actor } from '../../platform/request/actor.js';
import { CurrentActor, Requires, RequiresInProjects, Row } from '../../platform/access/rules.js';
import { ErrorCodes } from '../../platform/http/error-codes.js';
import { CreateProject, ListProjects, UpdateProject } from './project.dto.js';
import type { Project } from './project.entity.js';
import { ProjectService } from './project.service.js';
import { ProjectPage, ProjectView } from './project.view.js';

@Controller('projects')
export class ProjectController {
  constructor(private readonly projects: ProjectService) {}

  /** Create a project. The caller becomes its owner. */
  @Post()
  @Requires('create_project')
  @ErrorCodes({ conflict: ['key_taken'] })
  async create(@CurrentActor() actor: Actor, @Body() project: CreateProject): Promise<ProjectView> {
    return ProjectView.of(await this.projects.create(actor, project));
  }

  /** List projects: the caller's own and those shared with the caller; with `manage_all_projects` it has all. */
  @Get()
  @RequiresInProjects('read_project')
  async list(@CurrentActor() actor: Actor, @Query() query: ListProjects): Promise<ProjectPage> {
    return query.page(await this.projects.list(actor, query), ProjectView.of);
  }

  /** Get a project. Its ETag changes when its `stats` change, too. */
  @Get(':id')
  @Requires('read_project', 'project')
  read(@Row() project: Project): ProjectView {
    return ProjectView.of(project);
  }

  /**
   * Update a project. Set `owner_id` to transfer it, and `status` to archive it or to reopen it. An archived project
   * answers 409 to any other change.
   */
  @Patch(':id')
  @Requires('update_project', 'project')
  @ErrorCodes({ conflict: ['project_archived', 'key_taken'] })
  async update(
    @CurrentActor() actor: Actor,
    @Row() project: Project,
    @Body() changes: UpdateProject,
  ): Promise<ProjectView> {
    return ProjectView.of(await this.projects.update(actor, project, changes));
  }
}
