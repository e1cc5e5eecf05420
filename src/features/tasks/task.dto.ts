import { Day } from '../../platform/input/fields/format-fields.js';
import {
  Id,
  Ids,
  ListOf,
  DateTime,
  Name,
  Nullable,
  OneOf,
  Optional,
  QueryFlag,
  QueryId,
  QueryIds,
  Text,
} from '../../platform/input/fields.js';
import { Recurrence } from '../../platform/input/fields/recurrence-field.js';
import { ListQuery } from '../../platform/input/list-query.js';
import { Example } from '../../platform/input/example.js';
import {
  type Recurrence as TaskRecurrence,
  TASK_PRIORITIES,
  TASK_STATUSES,
  type TaskPriority,
  type TaskStatus,
} from './task.entity.js';
import { SORTS_OF_ALL, TASK_SORTS, type TaskSort } from './list/task-sort.js';

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
  /** Ids of labels of the project, all that the task is to have. */
  @Optional()
  @Ids({ max: 20 })
  label_ids?: number[];

  @Nullable()
  @Day()
  start_on?: string | null;

  /** Not before `start_on`. */
  @Nullable()
  @Day()
  due_on?: string | null;

  /**
   * When the task comes again: a rule of RFC 5545 of days, weeks, months or years (FREQ, INTERVAL, BYDAY, BYMONTHDAY,
   * BYMONTH, COUNT, UNTIL as a date), counted from the day on which it is due, or on which it is done. It needs `due_on`.
   */
  @Nullable()
  @Recurrence()
  recurrence?: TaskRecurrence | null;
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
  /** Ids of labels of the project, all that the task is to have. */
  @Optional()
  @Ids({ max: 20 })
  label_ids?: number[];

  @Nullable()
  @Day()
  start_on?: string | null;

  /** Not before `start_on`. */
  @Nullable()
  @Day()
  due_on?: string | null;

  /** What is missing of it stays as it is; `null` ends it. A new rule counts anew. */
  @Nullable()
  @Recurrence({ partial: true })
  recurrence?: Partial<TaskRecurrence> | null;
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

  /** Tasks that have any of these labels: ids, with commas between. */
  @Optional()
  @QueryIds()
  label_id?: number[];

  /** Tasks due on this day or earlier. */
  @Optional()
  @Day()
  due_before?: string;

  /** Tasks due on this day or later. */
  @Optional()
  @Day()
  due_after?: string;

  /** Whether the last day of a task is over, in your time zone. A task that is done is never overdue. */
  @Optional()
  @QueryFlag()
  overdue?: boolean;

  /** Tasks changed at this time or later. */
  @Optional()
  @DateTime()
  updated_since?: Date;

  /** Beginnings of words, all of which the title has, in any order. Case and accents don't matter. */
  @Optional()
  @Name()
  query?: string;

  /**
   * `id` is the default. `-` is descending: `-priority` begins with the highest one. With `due_on`, tasks without a day
   * come last. What is equal is in the order of the ids; with `-updated_at`, the newest one first. `position` is the
   * order of a project, in the list of one project only.
   */
  @Optional()
  @OneOf(TASK_SORTS)
  sort: TaskSort = 'id';
}

export class ListTasks extends ListProjectTasks {
  @Optional()
  @QueryId()
  project_id?: number;

  /** As in the list of a project, without `position`. */
  @Optional()
  @OneOf(SORTS_OF_ALL)
  override sort: TaskSort = 'id';
}
