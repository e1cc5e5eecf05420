import { AppError, type ErrorDetail, type FieldError } from './app-error.js';

/** The failures that belong to no feature. */
export const errors = {
  notFound: (what = 'page') => new AppError('not_found', 'not_found', `There is no such ${what}.`),

  /** `missing` says which permission or relation would have been needed. */
  forbidden: (...missing: ErrorDetail[]) =>
    new AppError('forbidden', 'forbidden', 'You may not do this.', { details: missing }),

  /** Says at most fifty of the problems. */
  invalid: (details: FieldError[]) =>
    new AppError('invalid', 'validation_failed', 'Some of what was sent is not valid.', {
      details: details.slice(0, 50),
    }),

  invalidField: (field: string, code: FieldError['code'], message: string, limit?: number) =>
    errors.invalid([{ field, code, message, ...(limit === undefined ? {} : { limit }) }]),

  /** At most this much of an unknown name comes back to the one who sent it. */
  unknownField: (name: string): FieldError => {
    return { field: name.slice(0, 100).toWellFormed(), code: 'unknown_field', message: 'is not known here' };
  },

  /** What must be there once only, and belongs to another row. */
  taken: (field: string, code: `${string}_taken`, message: string) =>
    new AppError('conflict', code, message, { details: [{ field, code, message: 'is taken' }] }),

  /** What there is as much of as there may be. */
  limitReached: (what: string, limit: number) =>
    new AppError('conflict', 'limit_reached', `There are ${limit} ${what} already: no more are possible.`),

  malformedJson: (why: string) => new AppError('malformed', 'malformed_json', `The body is no valid JSON: ${why}.`),

  malformedRequest: (why: string) =>
    new AppError('malformed', 'malformed_request', `This is no valid HTTP request: ${why}.`),

  requestTimeout: () => new AppError('timeout', 'request_timeout', 'The request took too long to arrive.'),

  invalidCursor: () =>
    new AppError('malformed', 'invalid_cursor', 'This cursor does not belong to this list and its filters.'),

  preconditionFailed: (current: unknown) =>
    new AppError(
      'precondition_failed',
      'precondition_failed',
      'The row has changed since you read it: compare it with data and try again.',
      {
        data: current,
      },
    ),

  overloaded: (cause?: unknown, retryAfterSeconds = 1) =>
    new AppError('unavailable', 'overloaded', 'The server is overloaded: try again shortly.', {
      retryAfterSeconds,
      cause,
    }),

  databaseUnavailable: (cause?: unknown) =>
    new AppError('unavailable', 'database_unavailable', 'The database does not answer; try again shortly.', {
      retryAfterSeconds: 2,
      cause,
    }),

  shuttingDown: () =>
    new AppError('unavailable', 'shutting_down', 'This instance is shutting down; try again.', {
      retryAfterSeconds: 1,
    }),

  internal: (cause: unknown) =>
    new AppError('internal', 'internal_error', 'Something went wrong on our side.', { cause }),
};
