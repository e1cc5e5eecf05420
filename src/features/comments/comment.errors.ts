import { accessErrors } from '../../platform/access/access-errors.js';
import { mapConstraint } from '../../platform/database/failures.js';
import { errors } from '../../platform/errors/errors.js';

export const commentErrors = {
  /** By their places in the list. The same for somebody who isn't there and for somebody who may not read the task. */
  unknownMentions: (places: readonly number[]) =>
    errors.invalid(
      places.map((place) => ({
        field: `mention_ids[${place}]`,
        code: 'unknown',
        message: 'must be the id of somebody who may read the task',
      })),
    ),
};

// The task, or the account of the author, was deleted while the comment was written.
mapConstraint('comments_task_fkey', () => errors.notFound('task'));
mapConstraint('comments_author_fkey', accessErrors.tokenRevoked);
