import { Body, Controller, Delete, Get, Patch, Post, Query } from '@nestjs/common';
import type { Actor } from '../../platform/request/actor.js';
import { CurrentActor, Requires, Row } from '../../platform/access/rules.js';
import { ErrorCodes } from '../../platform/http/error-codes.js';
import { CreateProject, ListProjects, UpdateProject } from './project.dto.js';
import type { Project } from './project.entity.js';
import { ProjectService } from './project.service.js';
import { ProjectPage, ProjectView } from './project.view.js';

@Controller('projects')
export class ProjectController {
  constructor(private readonly projects: ProjectService) {}

  /** Makes a project; the caller owns it. */
  @Post()
  @Requires('create_project')
  async create(@CurrentActor() actor: Actor, @Body() project: CreateProject): Promise<ProjectView> {
    return ProjectView.of(await this.projects.create(actor, project));
  }

  /** The caller's own projects; with `manage_all_projects` everybody's. */
  @Get()
  @Requires('read_project')
  async list(@CurrentActor() actor: Actor, @Query() query: ListProjects): Promise<ProjectPage> {
    return query.page(await this.projects.list(actor, query), ProjectView.of);
  }

  /** One project. Its ETag changes with its `stats`, too. */
  @Get(':id')
  @Requires('read_project', { of: 'project', as: ['owner'] })
  read(@Row() project: Project): ProjectView {
    return ProjectView.of(project);
  }

  /** Changes, hands over, archives or reopens a project. */
  @Patch(':id')
  @Requires('update_project', { of: 'project', as: ['owner'] })
  @ErrorCodes({ conflict: ['project_archived'] })
  async update(
    @CurrentActor() actor: Actor,
    @Row() project: Project,
    @Body() changes: UpdateProject,
  ): Promise<ProjectView> {
    return ProjectView.of(await this.projects.update(actor, project, changes));
  }

  /** Deletes a project, archived or not, with its tasks and their comments. */
  @Delete(':id')
  @Requires('delete_project', { of: 'project', as: ['owner'] })
  async remove(@CurrentActor() actor: Actor, @Row() project: Project): Promise<void> {
    await this.projects.remove(actor, project);
  }
}
