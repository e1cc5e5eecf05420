import { Module } from '@nestjs/common';
import { Section } from '../../platform/http/openapi/section.js';
import { ProjectModule } from '../projects/project.module.js';
import { UserModule } from '../users/user.module.js';
import { AssignmentMail } from './assignment.mail.js';
import { ProjectStats } from './project-stats.js';
import { TaskController } from './task.controller.js';
import { TaskListRepository } from './task-list.repository.js';
import { TaskLists } from './task-list.service.js';
import { TaskRepository } from './task.repository.js';
import { TaskService } from './task.service.js';

@Section('Tasks of projects: their status, their priority, and who does them.')
@Module({
  imports: [UserModule, ProjectModule],
  controllers: [TaskController],
  providers: [TaskRepository, TaskListRepository, TaskService, TaskLists, ProjectStats, AssignmentMail],
})
export class TaskModule {}
