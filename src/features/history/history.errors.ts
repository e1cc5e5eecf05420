import { AppError } from '../../platform/errors/app-error.js';
import { errors } from '../../platform/errors/errors.js';

const CHANGED_SINCE = 'changed_since';

export const historyErrors = {
  changedSince: (fields: readonly string[]) =>
    new AppError('conflict', 'changed_since', 'What is to be put back has been changed since.', {
      details: fields.map((field) => ({ field, code: CHANGED_SINCE, message: 'has been changed since' })),
    }),

  nothingToPutBack: () => errors.invalidField('event_id', 'format', 'must be an event that has changed fields'),
};
