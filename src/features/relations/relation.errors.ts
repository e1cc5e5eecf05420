import { AppError } from '../../platform/errors/app-error.js';
import { errors } from '../../platform/errors/errors.js';

export const relationErrors = {
  circle: () => new AppError('conflict', 'relation_circle', 'The tasks would block each other in a circle.'),

  tooMany: (limit: number) =>
    new AppError('conflict', 'limit_reached', `A task has at most ${limit} relations.`, {
      details: [{ field: 'relations', code: 'limit_reached', message: 'are too many', limit }],
    }),

  tooFar: (limit: number) =>
    new AppError('conflict', 'limit_reached', `A task blocks at most ${limit} others, directly or by way of others.`, {
      details: [{ field: 'relations', code: 'limit_reached', message: 'are too many', limit }],
    }),

  itself: () => errors.invalidField('task_id', 'unknown', 'must be another task'),

  /** The same for a task that there isn't and for one that the caller may not read. */
  unknownTask: () => errors.invalidField('task_id', 'unknown', 'must be the id of a task that you can read'),
};
