import { taskErrors } from '../task.errors.js';

/** How deep tasks can be part of tasks; the first level counts. */
const MAX_LEVELS = 5;

/** What is to be known of two tasks before one becomes part of the other. */
export interface TaskHierarchy {
  /** The level of the one that would be the parent; null where there is no such task for whoever asks. */
  parentLevel: number | null;
  /** How many levels the other one and its subtasks take. */
  levels: number;
  /** Whether the parent is that very task, or below it. */
  isCircle: boolean;
}

/** @throws AppError `validation_failed` for a parent that there isn't, `parent_circle` */
export function requireParentAllowed({ parentLevel, levels, isCircle }: TaskHierarchy): void {
  if (parentLevel === null) throw taskErrors.unknownParent();
  if (isCircle || parentLevel + levels > MAX_LEVELS) throw taskErrors.parentCircle(MAX_LEVELS);
}
