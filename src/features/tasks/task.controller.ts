import { Body, Controller, Get, Patch, Post, Query } from '@nestjs/common';
import type { Actor } from '../../platform/request/actor.js';
import { CurrentActor, Requires, RequiresInProjects, Row } from '../../platform/access/rules.js';
import { InTurn } from '../../platform/idempotency/in-turn.js';
import { ErrorCodes } from '../../platform/http/error-codes.js';
import type { Project } from '../projects/project.entity.js';
import { CreateTask, ListProjectTasks, ListTasks, UpdateTask } from './task.dto.js';
import type { Task } from './task.entity.js';
import { TaskService } from './task.service.js';
import { cursorKey } from './list/task-sort.js';
import { TaskLists } from './list/task-list.service.js';
import { TaskPage, TaskView } from './task.view.js';

@Controller()
export class TaskController {
  constructor(
    private readonly tasks: TaskService,
    private readonly lists: TaskLists,
  ) {}

  /** Create a task in a project. Its status is `todo`, and it comes last in the order of the project. */
  @Post('projects/:id/tasks')
  @Requires('create_task', 'project')
  @InTurn()
  @ErrorCodes({ conflict: ['project_archived', 'parent_circle'] })
  async create(@CurrentActor() actor: Actor, @Row() project: Project, @Body() task: CreateTask): Promise<TaskView> {
    return TaskView.of(await this.tasks.create(actor, project, task));
  }

  /** List the tasks of a project. They can be filtered by status, priority and assignee. */
  @Get('projects/:id/tasks')
  @Requires('read_task', 'project')
  async listOfProject(
    @CurrentActor() actor: Actor,
    @Row() project: Project,
    @Query() query: ListProjectTasks,
  ): Promise<TaskPage> {
    return query.page(await this.lists.ofProject(actor, project, query), TaskView.of, cursorKey(query.sort));
  }

  /**
   * List the tasks of all projects. The list has the tasks of the caller's projects and those assigned to the caller;
   * with `manage_all_projects` it has all.
   */
  @Get('tasks')
  @RequiresInProjects('read_task')
  async list(@CurrentActor() actor: Actor, @Query() query: ListTasks): Promise<TaskPage> {
    return query.page(await this.lists.readableBy(actor, query), TaskView.of, cursorKey(query.sort));
  }

  /** Get a task. */
  @Get('tasks/:id')
  @Requires('read_task', 'task')
  read(@Row() task: Task): TaskView {
    return TaskView.of(task);
  }

  /**
   * Update a task. Its status can go one step forward or back, and from `done` to `todo`; any other step answers 409.
   * With `parent_id`, it becomes part of another task of the project: not of itself or one of its subtasks, and at most
   * five levels deep.
   */
  @Patch('tasks/:id')
  @Requires('update_task', 'task')
  @ErrorCodes({ conflict: ['project_archived', 'invalid_status_transition', 'parent_circle'] })
  async update(@CurrentActor() actor: Actor, @Row() task: Task, @Body() changes: UpdateTask): Promise<TaskView> {
    return TaskView.of(await this.tasks.update(actor, task, changes));
  }
}
