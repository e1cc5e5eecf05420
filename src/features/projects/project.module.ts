import { Global, Module } from '@nestjs/common';
import { UserModule } from '../users/user.module.js';
import { UserProjects } from '../users/user-projects.service.js';
import { ProjectController } from './project.controller.js';
import { ProjectHandover } from './project-handover.service.js';
import { ProjectRepository } from './project.repository.js';
import { ProjectService } from './project.service.js';

/** Global for the sake of `UserProjects`, which deleting an account asks for. */
@Global()
@Module({
  imports: [UserModule],
  controllers: [ProjectController],
  providers: [ProjectRepository, ProjectService, { provide: UserProjects, useClass: ProjectHandover }],
  exports: [ProjectService, UserProjects],
})
export class ProjectModule {}
