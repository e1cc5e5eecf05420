import { accessErrors } from '../../platform/access/access-errors.js';
import { mapConstraint } from '../../platform/database/failures.js';
import { AppError } from '../../platform/errors/app-error.js';
import { errors } from '../../platform/errors/errors.js';
import { MAX_FILES } from './file.entity.js';

export const fileErrors = {
  limitReached: () => new AppError('conflict', 'limit_reached', `A task may have at most ${MAX_FILES} files.`),
};

mapConstraint('files_limit', fileErrors.limitReached);
// The task, or the account of the author, was deleted while the file arrived.
mapConstraint('files_task_fkey', () => errors.notFound('task'));
mapConstraint('files_author_fkey', accessErrors.tokenRevoked);
