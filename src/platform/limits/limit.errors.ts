import { AppError } from '../errors/app-error.js';

export const limitErrors = {
  /** `retryAfterSeconds`: whole seconds after which the next attempt passes. */
  rateLimited: (retryAfterSeconds: number) =>
    new AppError('limited', 'rate_limited', `Too many requests; try again in ${retryAfterSeconds} s.`, {
      retryAfterSeconds,
    }),

  /** The window has room, but not the moment. */
  tooManyAtOnce: (most: number) =>
    new AppError(
      'limited',
      'rate_limited',
      'Too many of your requests are under way at once; let some of them end, and read their answers.',
      {
        retryAfterSeconds: 1,
        exhausted: { policy: 'at_once', quota: most, resetSeconds: 1 },
      },
    ),

  /** Something that has a limit of its own was done so often that it isn't done for now. */
  tooManyUses: ({ kind, uses, windowSeconds }: UseLimit, resetSeconds: number) =>
    new AppError('limited', 'rate_limited', `This was done too often; try again in ${resetSeconds} s.`, {
      retryAfterSeconds: resetSeconds,
      exhausted: { policy: kind, quota: uses, windowSeconds, resetSeconds },
    }),

  /** So much of what was tried has failed that nothing more is tried for now. */
  tooManyFailures: ({ failures, windowSeconds, told }: FailureLimit, resetSeconds: number) => {
    const message = `was wrong too often: ${failures} times in ${windowSeconds} s`;
    return new AppError('limited', 'rate_limited', `Too many failures; try again in ${resetSeconds} s.`, {
      retryAfterSeconds: resetSeconds,
      details: [{ ...told, message, limit: failures }],
      exhausted: { policy: told.code, quota: failures, windowSeconds, resetSeconds },
    });
  },
};

/** How often something may fail, and how that is told: which field was wrong, and what the limit is called. */
interface FailureLimit {
  failures: number;
  windowSeconds: number;
  told: { field: string; code: string };
}

/** How often something may be done; `kind` is what the limit is called. */
interface UseLimit {
  kind: string;
  uses: number;
  windowSeconds: number;
}
