import { Module } from '@nestjs/common';
import { Rows } from '../../platform/access/rows.js';
import { UserModule } from '../users/user.module.js';
import { ProjectController } from './project.controller.js';
import type { Project } from './project.entity.js';
import { relationsToProject } from './project.policy.js';
import { ProjectRepository } from './project.repository.js';
import { ProjectService } from './project.service.js';
import { ProjectView } from './project.view.js';

@Module({
  imports: [UserModule],
  controllers: [ProjectController],
  providers: [ProjectRepository, ProjectService],
  exports: [ProjectService],
})
export class ProjectModule {
  constructor(rows: Rows, projects: ProjectRepository) {
    const find = (id: number) => projects.findById(id);
    rows.register<Project>('project', { find, relations: relationsToProject, view: ProjectView.of });
  }
}
