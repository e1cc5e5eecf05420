import { Module } from '@nestjs/common';
import type { Principal } from '../../platform/access/policy.js';
import { ResourceRegistry } from '../../platform/access/resource-registry.js';
import { declareRowName, rowNameOf } from '../../platform/access/row-names.js';
import { Section } from '../../platform/http/section.js';
import type { Project } from '../projects/project.entity.js';
import { ProjectModule } from '../projects/project.module.js';
import { ProjectView } from '../projects/project.view.js';
import type { Task } from '../tasks/task.entity.js';
import { TaskModule } from '../tasks/task.module.js';
import { TaskService } from '../tasks/task.service.js';
import { TaskView } from '../tasks/task.view.js';
import { ProjectTrash } from './project-trash.service.js';
import { StoredProjectRepository } from './stored-project.repository.js';
import { StoredTaskRepository } from './stored-task.repository.js';
import { TaskTrash } from './task-trash.service.js';
import { TrashController } from './trash.controller.js';
import { storedProjectPolicy, storedTaskPolicy } from './trash.policy.js';
import { TrashRetention } from './trash-retention.js';

declareRowName('stored task', rowNameOf('task') as RegExp);

@Section('Deleted tasks and projects, which can be restored.')
@Module({
  imports: [ProjectModule, TaskModule],
  controllers: [TrashController],
  providers: [StoredProjectRepository, StoredTaskRepository, ProjectTrash, TaskTrash, TrashRetention],
  exports: [TaskTrash],
})
export class TrashModule {
  constructor(
    rows: ResourceRegistry,
    projects: StoredProjectRepository,
    stored: StoredTaskRepository,
    tasks: TaskService,
  ) {
    const findProject = (id: number, { id: personId }: Principal) => projects.findFor(personId, id);
    const lockProject = (id: number) => projects.lock(id);
    rows.register<Project>(storedProjectPolicy, { find: findProject, view: ProjectView.of, lock: lockProject });
    const find = (id: number, { id: personId }: Principal) => stored.findFor(personId, id);
    const idOf = (ref: string) => tasks.idOf(ref);
    const lock = (id: number, { id: personId }: Principal) => tasks.lock(id, personId);
    rows.register<Task>(storedTaskPolicy, { find, view: TaskView.of, idOf, lock });
  }
}
