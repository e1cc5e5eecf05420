import { Module } from '@nestjs/common';
import { Section } from '../../platform/http/openapi/section.js';
import { UserModule } from '../users/user.module.js';
import { ProjectController } from './project.controller.js';
import { ProjectRepository } from './project.repository.js';
import { ProjectService } from './project.service.js';

@Section('Projects hold tasks and belong to one person.')
@Module({
  imports: [UserModule],
  controllers: [ProjectController],
  providers: [ProjectRepository, ProjectService],
  exports: [ProjectService],
})
export class ProjectModule {}
