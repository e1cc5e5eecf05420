import { Id, ListOf, Name, Nullable, OneOf, Optional, QueryId, Text } from '../../platform/input/fields.js';
import { ListQuery } from '../../platform/input/list-query.js';
import { Example } from '../../platform/input/example.js';
import { TASK_PRIORITIES, TASK_STATUSES, type TaskPriority, type TaskStatus } from './task.entity.js';

@Example({ title: 'Water the beds', priority: 'medium' })
export class CreateTask {
  @Name()
  title!: string;

  @Nullable()
  @Text()
  description?: string | null;

  /** `medium`, if not said. */
  @Optional()
  @OneOf(TASK_PRIORITIES)
  priority?: TaskPriority;

  /** An active user. */
  @Nullable()
  @Id()
  assignee_id?: number | null;
}

@Example({ priority: 'medium' })
export class UpdateTask {
  @Optional()
  @Name()
  title?: string;

  @Nullable()
  @Text()
  description?: string | null;

  /** From `todo` to `in_progress` to `done`, one step back, or from `done` to `todo`. */
  @Optional()
  @OneOf(TASK_STATUSES)
  status?: TaskStatus;

  @Optional()
  @OneOf(TASK_PRIORITIES)
  priority?: TaskPriority;

  /** An active user; null leaves the task to nobody. */
  @Nullable()
  @Id()
  assignee_id?: number | null;
}

export class ListProjectTasks extends ListQuery {
  @Optional()
  @ListOf(TASK_STATUSES)
  status?: TaskStatus[];

  @Optional()
  @ListOf(TASK_PRIORITIES)
  priority?: TaskPriority[];

  /** Somebody's id, `me`, or `none` for what is assigned to nobody. */
  @Optional()
  @QueryId({ words: ['me', 'none'] })
  assignee_id?: number | 'me' | 'none';
}

export class ListTasks extends ListProjectTasks {
  @Optional()
  @QueryId()
  project_id?: number;
}
