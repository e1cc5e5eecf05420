import { Id, ListOf, Name, Nullable, OneOf, Optional, QueryFlag, QueryId, Text } from '../../platform/input/fields.js';
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

  /** The default is `medium`. */
  @Optional()
  @OneOf(TASK_PRIORITIES)
  priority?: TaskPriority;

  /** The id of an active user. */
  @Nullable()
  @Id()
  assignee_id?: number | null;

  /** The task of the same project that it is part of. */
  @Nullable()
  @Id()
  parent_id?: number | null;
}

@Example({ priority: 'medium' })
export class UpdateTask {
  @Optional()
  @Name()
  title?: string;

  @Nullable()
  @Text()
  description?: string | null;

  /** Allowed steps: `todo` → `in_progress` → `done`, one step back, and `done` → `todo`. */
  @Optional()
  @OneOf(TASK_STATUSES)
  status?: TaskStatus;

  @Optional()
  @OneOf(TASK_PRIORITIES)
  priority?: TaskPriority;

  /** The id of an active user; `null` leaves the task unassigned. */
  @Nullable()
  @Id()
  assignee_id?: number | null;

  /** The task of the same project that it becomes part of; `null` makes it part of none. */
  @Nullable()
  @Id()
  parent_id?: number | null;
}

export class ListProjectTasks extends ListQuery {
  @Optional()
  @ListOf(TASK_STATUSES)
  status?: TaskStatus[];

  @Optional()
  @ListOf(TASK_PRIORITIES)
  priority?: TaskPriority[];

  /** The id of a user, `me` for yourself, or `none` for unassigned tasks. */
  @Optional()
  @QueryId({ words: ['me', 'none'] })
  assignee_id?: number | 'me' | 'none';

  /** Whether you watch the tasks. */
  @Optional()
  @QueryFlag()
  watching?: boolean;
  /** The subtasks of this task, without theirs; `none` for tasks that are part of no other. */
  @Optional()
  @QueryId({ words: ['none'] })
  parent_id?: number | 'none';
}

export class ListTasks extends ListProjectTasks {
  @Optional()
  @QueryId()
  project_id?: number;
}
