import { Controller, Delete, Get, HttpCode, Post, Query } from '@nestjs/common';
import { CurrentActor, Requires, Row } from '../../platform/access/rules.js';
import { ErrorCodes } from '../../platform/http/error-codes.js';
import { ListQuery } from '../../platform/input/list-query.js';
import type { Actor } from '../../platform/request/actor.js';
import type { Project } from '../projects/project.entity.js';
import { ProjectView } from '../projects/project.view.js';
import type { Task } from '../tasks/task.entity.js';
import { TaskLists } from '../tasks/list/task-list.service.js';
import { TaskView } from '../tasks/task.view.js';
import { ProjectTrash } from './project-trash.service.js';
import { TaskTrash } from './task-trash.service.js';
import { DeleteProject, DeleteTask } from './trash.dto.js';
import { TrashedTaskView, TrashPage } from './trash.view.js';

@Controller()
export class TrashController {
  constructor(
    private readonly tasks: TaskTrash,
    private readonly projects: ProjectTrash,
    private readonly lists: TaskLists,
  ) {}

  /**
   * Delete a task, with all that is below it. It can be restored for `TRASH_RETENTION_DAYS` (30), unless it is deleted
   * permanently, which also works for a task in the trash.
   */
  @Delete('tasks/:id')
  @Requires('delete_task', 'stored task')
  @ErrorCodes({ conflict: ['project_archived'] })
  async removeTask(@CurrentActor() actor: Actor, @Row() task: Task, @Query() query: DeleteTask): Promise<void> {
    await (query.permanently ? this.tasks.purge(actor, task) : this.tasks.remove(actor, task));
  }

  /** List the deleted tasks of a project. */
  @Get('projects/:id/trash')
  @Requires('read_task', 'project')
  async list(@Row() project: Project, @Query() query: ListQuery): Promise<TrashPage> {
    return query.page(await this.lists.deletedOf(project, query), TrashedTaskView.of);
  }

  /**
   * Restore a deleted task, with what was deleted below it at the same time. Where its parent is in the trash, restore
   * that first (422). A task that isn't deleted stays as it is.
   */
  @Post('tasks/:id/restore')
  @HttpCode(200)
  @Requires('delete_task', 'stored task')
  @ErrorCodes({ conflict: ['project_archived'] })
  async restoreTask(@CurrentActor() actor: Actor, @Row() task: Task): Promise<TaskView> {
    return TaskView.of(await this.tasks.restore(actor, task));
  }

  /**
   * Delete a project, with all that is in it; an archived one, too. It can be restored for `TRASH_RETENTION_DAYS` (30),
   * unless it is deleted permanently, which also works for a project in the trash.
   */
  @Delete('projects/:id')
  @Requires('delete_project', 'stored project')
  async removeProject(
    @CurrentActor() actor: Actor,
    @Row() project: Project,
    @Query() query: DeleteProject,
  ): Promise<void> {
    await (query.permanently ? this.projects.purge(actor, project) : this.projects.remove(actor, project));
  }

  /**
   * Restore a deleted project, with all that was in it. Its tasks that had been deleted before stay in its trash. A
   * project that isn't deleted stays as it is.
   */
  @Post('projects/:id/restore')
  @HttpCode(200)
  @Requires('delete_project', 'stored project')
  async restoreProject(@CurrentActor() actor: Actor, @Row() project: Project): Promise<ProjectView> {
    return ProjectView.of(await this.projects.restore(actor, project));
  }
}
