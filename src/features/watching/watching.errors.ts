import { accessErrors } from '../../platform/access/access-errors.js';
import { mapConstraint } from '../../platform/database/failures.js';
import { errors } from '../../platform/errors/errors.js';

// The task, or the account of the watcher, was deleted meanwhile.
mapConstraint('task_watchers_task_fkey', () => errors.notFound('task'));
mapConstraint('task_watchers_user_fkey', accessErrors.tokenRevoked);
