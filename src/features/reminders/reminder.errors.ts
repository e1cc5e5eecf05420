import { accessErrors } from '../../platform/access/access-errors.js';
import { mapConstraint } from '../../platform/database/failures.js';
import { errors } from '../../platform/errors/errors.js';

export const reminderErrors = {
  notInFuture: () => errors.invalidField('remind_at', 'too_small', 'must be in the future'),
};

// The task, or the account, was deleted meanwhile.
mapConstraint('reminders_task_fkey', () => errors.notFound('task'));
mapConstraint('reminders_user_fkey', accessErrors.tokenRevoked);
