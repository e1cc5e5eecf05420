import { Module } from '@nestjs/common';
import { ProjectModule } from '../projects/project.module.js';
import { UserModule } from '../users/user.module.js';
import { AssignmentMail } from './assignment.mail.js';
import { ProjectStats } from './project-stats.js';
import { TaskAudienceRepository } from './task-audience.repository.js';
import { TaskAudience } from './task-audience.service.js';
import { TaskController } from './task.controller.js';
import { TaskListRepository } from './task-list.repository.js';
import { TaskLists } from './task-list.service.js';
import { TaskRepository } from './task.repository.js';
import { TaskService } from './task.service.js';

@Module({
  imports: [UserModule, ProjectModule],
  controllers: [TaskController],
  providers: [
    TaskRepository,
    TaskListRepository,
    TaskService,
    TaskLists,
    ProjectStats,
    AssignmentMail,
    TaskAudience,
    TaskAudienceRepository,
  ],
  exports: [TaskAudience],
})
export class TaskModule {}
