import { AppError } from '../errors/app-error.js';

export const limitErrors = {
  /** `retryAfterSeconds`: whole seconds after which the next attempt passes. */
  rateLimited: (retryAfterSeconds: number) =>
    new AppError('limited', 'rate_limited', `Too many requests; try again in ${retryAfterSeconds} s.`, {
      retryAfterSeconds,
    }),

  /** The rate limit is not reached, but there are too many concurrent requests. */
  tooManyAtOnce: () =>
    new AppError(
      'limited',
      'rate_limited',
      'Too many of your requests are under way at once; let some of them end, and read their answers.',
      { retryAfterSeconds: 1 },
    ),
};
