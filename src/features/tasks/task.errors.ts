import { mapConstraint } from '../../platform/database/failures.js';
import { AppError } from '../../platform/errors/app-error.js';
import { errors } from '../../platform/errors/errors.js';

export const taskErrors = {
  invalidTransition: (from: string, to: string) =>
    new AppError('conflict', 'invalid_status_transition', `A task can't move from ${from} to ${to}.`),

  parentCircle: (levels: number) =>
    new AppError(
      'conflict',
      'parent_circle',
      `A task can't be part of itself or of its subtasks, and subtasks go at most ${levels} levels deep.`,
    ),

  unknownParent: () => errors.invalidField('parent_id', 'unknown', 'must be the id of a task of the same project'),

  unknownAssignee: () => errors.invalidField('assignee_id', 'unknown', 'must be the id of an active user'),

  dueBeforeStart: () => errors.invalidField('due_on', 'too_small', 'must not be before start_on'),

  recursWithoutDay: () => errors.invalidField('due_on', 'required', 'is required where there is a recurrence'),

  halfRecurrence: (missing: string) => errors.invalidField(`recurrence.${missing}`, 'required', 'is required'),
};

mapConstraint('tasks_recurrence_check', taskErrors.recursWithoutDay);
mapConstraint('tasks_assignee_fkey', taskErrors.unknownAssignee);
mapConstraint('tasks_parent_fkey', taskErrors.unknownParent);
// A label, or the task itself, was deleted while the task was written.
mapConstraint('task_labels_label_fkey', () =>
  errors.invalidField('label_ids', 'unknown', 'names a label that is gone'),
);
mapConstraint('task_labels_task_fkey', () => errors.notFound('task'));
mapConstraint('tasks_days_check', taskErrors.dueBeforeStart);
