import { Injectable } from '@nestjs/common';
import type { Actor } from '../../platform/request/actor.js';
import { Database } from '../../platform/database/database.js';
import { Events } from '../../platform/events/events.js';
import type { Task } from '../tasks/task.entity.js';
import type { TaskWatcher } from '../tasks/audience/task-watcher.entity.js';
import { TaskUnwatched, TaskWatched } from './watching.events.js';
import { WatchingRepository } from './watching.repository.js';

/**
 * Who watches which task. It is each person's own affair: also in an archived project.
 *
 * @spec SPEC-022.1, SPEC-022.2, SPEC-022.3
 */
@Injectable()
export class WatchingService {
  constructor(
    private readonly db: Database,
    private readonly watchers: WatchingRepository,
    private readonly events: Events,
  ) {}

  list(task: Task, page: { after: number | null; limit: number }): Promise<TaskWatcher[]> {
    return this.watchers.listOfTask(task.id, page);
  }

  /** Watching again changes nothing. */
  async watch(actor: Actor, { id: taskId, projectId }: Task): Promise<void> {
    await this.db.transaction(async () => {
      if (!(await this.watchers.addOf(taskId, actor.id))) return;
      await this.events.record(actor, new TaskWatched({ taskId, projectId, userId: actor.id }));
    });
  }

  async unwatch(actor: Actor, { id: taskId, projectId }: Task): Promise<void> {
    await this.db.transaction(async () => {
      if (!(await this.watchers.removeOf(taskId, actor.id))) return;
      await this.events.record(actor, new TaskUnwatched({ taskId, projectId, userId: actor.id }));
    });
  }
}
