import { Body, Controller, Delete, Get, Patch, Post, Query } from '@nestjs/common';
import type { Actor } from '../../platform/request/actor.js';
import { CurrentActor, Requires, Row } from '../../platform/access/rules.js';
import { ErrorCodes } from '../../platform/http/error-codes.js';
import type { Project } from '../projects/project.entity.js';
import { CreateTask, ListProjectTasks, ListTasks, UpdateTask } from './task.dto.js';
import type { Task } from './task.entity.js';
import { TaskService } from './task.service.js';
import { TaskLists } from './task-list.service.js';
import { TaskPage, TaskView } from './task.view.js';

@Controller()
export class TaskController {
  constructor(
    private readonly tasks: TaskService,
    private readonly lists: TaskLists,
  ) {}

  /** Adds a task to a project; it starts as `todo`. */
  @Post('projects/:id/tasks')
  @Requires('create_task', { of: 'project', as: ['owner'] })
  @ErrorCodes({ conflict: ['project_archived'] })
  async create(@CurrentActor() actor: Actor, @Row() project: Project, @Body() task: CreateTask): Promise<TaskView> {
    return TaskView.of(await this.tasks.create(actor, project, task));
  }

  /** The tasks of a project. */
  @Get('projects/:id/tasks')
  @Requires('read_task', { of: 'project', as: ['owner'] })
  async listOfProject(
    @CurrentActor() actor: Actor,
    @Row() project: Project,
    @Query() query: ListProjectTasks,
  ): Promise<TaskPage> {
    return query.page(await this.lists.ofProject(actor, project, query), TaskView.of);
  }

  /** Every task that the caller may read: in own projects, or assigned to them. */
  @Get('tasks')
  @Requires('read_task')
  async list(@CurrentActor() actor: Actor, @Query() query: ListTasks): Promise<TaskPage> {
    return query.page(await this.lists.readableBy(actor, query), TaskView.of);
  }

  /** One task. */
  @Get('tasks/:id')
  @Requires('read_task', { of: 'task', as: ['owner', 'assignee'] })
  read(@Row() task: Task): TaskView {
    return TaskView.of(task);
  }

  /** Changes a task. The same status again changes nothing. */
  @Patch('tasks/:id')
  @Requires('update_task', { of: 'task', as: ['owner', 'assignee'] })
  @ErrorCodes({ conflict: ['project_archived', 'invalid_status_transition'] })
  async update(@CurrentActor() actor: Actor, @Row() task: Task, @Body() changes: UpdateTask): Promise<TaskView> {
    return TaskView.of(await this.tasks.update(actor, task, changes));
  }

  /** Deletes a task with its comments. */
  @Delete('tasks/:id')
  @Requires('delete_task', { of: 'task', as: ['owner'] })
  @ErrorCodes({ conflict: ['project_archived'] })
  async remove(@CurrentActor() actor: Actor, @Row() task: Task): Promise<void> {
    await this.tasks.remove(actor, task);
  }
}
