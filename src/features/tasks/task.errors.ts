import { mapConstraint } from '../../platform/database/failures.js';
import { AppError } from '../../platform/errors/app-error.js';
import { errors } from '../../platform/errors/errors.js';

export const taskErrors = {
  invalidTransition: (from: string, to: string) =>
    new AppError('conflict', 'invalid_status_transition', `A task can't move from ${from} to ${to}.`),

  unknownAssignee: () => errors.invalidField('assignee_id', 'unknown', 'must be the id of an active user'),
};

mapConstraint('tasks_assignee_fkey', taskErrors.unknownAssignee);
