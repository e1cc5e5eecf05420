import { AppError } from '../errors/app-error.js';

export const limitErrors = {
  /** `retryAfterSeconds`: whole seconds after which the next attempt passes. */
  rateLimited: (retryAfterSeconds: number) =>
    new AppError('limited', 'rate_limited', `Too many requests; try again in ${retryAfterSeconds} s.`, {
      retryAfterSeconds,
    }),
};
