import { Color, Day } from '../../../../platform/input/fields/format-fields.js';
import { Name, Names, Nullable, OneOf, Text } from '../../../../platform/input/fields.js';
import { Recurrence } from '../../../../platform/input/fields/recurrence-field.js';
import type { InputClass } from '../../../../platform/input/read-input.js';
import { type Recurrence as TaskRecurrence, TASK_PRIORITIES, TASK_STATUSES } from '../../../tasks/task.entity.js';
import type { TaskPriority, TaskStatus } from '../../../tasks/task.entity.js';
import type { Found } from '../../sources/source.js';

/** With the source before it. */
const LONGEST_ID = 600;

export class ImportedProject {
  @Nullable()
  @Name()
  name?: string | null;

  @Nullable()
  @Text()
  description?: string | null;
}

export class ImportedLabel {
  @Name({ max: 50 })
  name!: string;

  @Nullable()
  @Color()
  color?: string | null;
}

export class ImportedTask {
  @Name()
  title!: string;

  @Nullable()
  @Text()
  description?: string | null;

  @Nullable()
  @OneOf(TASK_STATUSES)
  status?: TaskStatus | null;

  @Nullable()
  @OneOf(TASK_PRIORITIES)
  priority?: TaskPriority | null;

  /** The name of somebody, who may be in the project. */
  @Nullable()
  @Text({ max: 254 })
  assignee?: string | null;

  @Nullable()
  @Names({ max: 20 })
  labels?: string[] | null;

  @Nullable()
  @Day()
  start_on?: string | null;

  @Nullable()
  @Day()
  due_on?: string | null;

  @Nullable()
  @Recurrence()
  recurrence?: TaskRecurrence | null;

  @Nullable()
  @Text({ min: 1, max: LONGEST_ID })
  parent_id?: string | null;
}

export class ImportedComment {
  @Text({ min: 1, max: LONGEST_ID })
  task_id!: string;

  /** A little shorter than others: who has written it, and when, comes before it. */
  @Text({ max: 19_700 })
  body!: string;

  @Nullable()
  @Text({ max: 200 })
  author?: string | null;

  @Nullable()
  @Text({ max: 40 })
  written_at?: string | null;
}

export class ImportedRelation {
  @OneOf(['blocks', 'duplicates', 'relates_to'])
  type!: 'blocks' | 'duplicates' | 'relates_to';

  @Text({ min: 1, max: LONGEST_ID })
  task_id!: string;

  @Text({ min: 1, max: LONGEST_ID })
  other_task_id!: string;
}

export const ENTRIES: Record<Found['kind'], InputClass> = {
  project: ImportedProject,
  label: ImportedLabel,
  task: ImportedTask,
  comment: ImportedComment,
  relation: ImportedRelation,
};
