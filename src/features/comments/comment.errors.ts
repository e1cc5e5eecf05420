import { accessErrors } from '../../platform/access/access-errors.js';
import { mapConstraint } from '../../platform/database/failures.js';
import { errors } from '../../platform/errors/errors.js';

// The task, or the account of the author, was deleted while the comment was written.
mapConstraint('comments_task_fkey', () => errors.notFound('task'));
mapConstraint('comments_author_fkey', accessErrors.tokenRevoked);
