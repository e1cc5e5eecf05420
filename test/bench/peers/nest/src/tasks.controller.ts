import { Body, Controller, Get, Param, ParseIntPipe, Patch, Post, Query, Req, UseGuards } from '@nestjs/common';
import { AuthGuard } from '@nestjs/passport';
import { CreateTaskDto, ListTasksDto, UpdateTaskDto } from './tasks.dto.js';
import { PermissionsGuard, Requires } from './permissions.guard.js';
import { TasksService } from './tasks.service.js';
import type { Caller } from './jwt.strategy.js';

interface Request {
  user: Caller;
}

@Controller()
@UseGuards(AuthGuard('jwt'), PermissionsGuard)
export class TasksController {
  constructor(private readonly tasks: TasksService) {}

  @Get('tasks')
  @Requires('read_task')
  listAll(@Req() { user }: Request, @Query() query: ListTasksDto) {
    return this.tasks.listAll(user, query);
  }

  @Get('tasks/:id')
  @Requires('read_task')
  read(@Req() { user }: Request, @Param('id', ParseIntPipe) id: number) {
    return this.tasks.read(user, id);
  }

  @Patch('tasks/:id')
  @Requires('update_task')
  update(@Req() { user }: Request, @Param('id', ParseIntPipe) id: number, @Body() changes: UpdateTaskDto) {
    return this.tasks.update(user, id, changes);
  }

  @Get('projects/:id/tasks')
  @Requires('read_task')
  list(@Req() { user }: Request, @Param('id', ParseIntPipe) id: number, @Query() query: ListTasksDto) {
    return this.tasks.list(user, id, query);
  }

  @Post('projects/:id/tasks')
  @Requires('create_task')
  create(@Req() { user }: Request, @Param('id', ParseIntPipe) id: number, @Body() task: CreateTaskDto) {
    return this.tasks.create(user, id, task);
  }
}
