import { Module } from '@nestjs/common';
import type { Principal } from '../../platform/access/policy.js';
import { ResourceRegistry } from '../../platform/access/resource-registry.js';
import { Section } from '../../platform/http/section.js';
import { LabelModule } from '../labels/label.module.js';
import { FeedKinds } from '../projects/feed-kinds/feed-kinds.service.js';
import { ProjectModule } from '../projects/project.module.js';
import { UserModule } from '../users/user.module.js';
import { AssignmentMail } from './audience/assignment.mail.js';
import { ProjectStats } from './counters/project-stats.js';
import { TaskAudienceRepository } from './audience/task-audience.repository.js';
import { TaskAudience } from './audience/task-audience.service.js';
import { TaskController } from './task.controller.js';
import { TaskListRepository } from './list/task-list.repository.js';
import { TaskLists } from './list/task-list.service.js';
import type { Task } from './task.entity.js';
import { taskPolicy } from './task.policy.js';
import { TaskReferences } from './references/task-references.service.js';
import { TaskRepository } from './task.repository.js';
import { TaskService } from './task.service.js';
import { TaskView } from './task.view.js';

@Section('Tasks of projects, with status, priority and assignee.')
@Module({
  imports: [UserModule, ProjectModule, LabelModule],
  controllers: [TaskController],
  providers: [
    TaskRepository,
    TaskListRepository,
    TaskService,
    TaskReferences,
    TaskLists,
    ProjectStats,
    AssignmentMail,
    TaskAudience,
    TaskAudienceRepository,
  ],
  exports: [TaskService, TaskLists, TaskAudience],
})
export class TaskModule {
  constructor(rows: ResourceRegistry, tasks: TaskRepository, feeds: FeedKinds, lists: TaskListRepository) {
    const find = (id: number, { id: personId }: Principal) => tasks.findFor(personId, id);
    const idOf = (ref: string) => tasks.findIdByRef(ref);
    const lock = (id: number, { id: personId }: Principal) => tasks.lockFor(personId, id);
    rows.register<Task>(taskPolicy, { find, view: TaskView.of, lock, idOf });
    const things = 'SELECT project_id, id, id AS task_id, NULL::bigint AS other_task_id FROM tasks';
    const list = (projectId: number, ids: readonly number[]) => lists.listAmong(projectId, ids);
    feeds.register('task', { permission: 'read_task', things, list, view: TaskView.of, ofTask: true });
  }
}
