import { Controller, Delete, Get, HttpCode, Post, Query } from '@nestjs/common';
import type { Actor } from '../../platform/request/actor.js';
import { CurrentActor, Requires, Row } from '../../platform/access/rules.js';
import { ListQuery } from '../../platform/input/list-query.js';
import type { Task } from '../tasks/task.entity.js';
import { WatchingService } from './watching.service.js';
import { toWatcher, WatcherPage } from './watching.view.js';

@Controller('tasks/:id')
export class WatchingController {
  constructor(private readonly watching: WatchingService) {}

  /**
   * Watch a task. You hear of its comments and of changes of its status. Watching it again changes nothing. Who comments
   * on a task or is mentioned there watches it, too. Tasks of an archived project can be watched.
   */
  @Post('watch')
  @HttpCode(200)
  @Requires('read_task', 'task')
  async watch(@CurrentActor() actor: Actor, @Row() task: Task): Promise<void> {
    await this.watching.watch(actor, task);
  }

  /** Stop watching a task. You watch it again when you comment on it or are mentioned there. */
  @Delete('watch')
  @Requires('read_task', 'task')
  async unwatch(@CurrentActor() actor: Actor, @Row() task: Task): Promise<void> {
    await this.watching.unwatch(actor, task);
  }

  /** List the watchers of a task. The order is by the ids of the people; who may no longer read the task is left out. */
  @Get('watchers')
  @Requires('read_task', 'task')
  async list(@Row() task: Task, @Query() query: ListQuery): Promise<WatcherPage> {
    return query.page(await this.watching.list(task, query), toWatcher);
  }
}
