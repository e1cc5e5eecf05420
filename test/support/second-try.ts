/**
 * For files that start, kill and time real processes and sockets: what a busy machine spoiled once may be tried once
 * more, and the first failure is told all the same. What fails twice fails.
 */
jest.retryTimes(1, { logErrorsBeforeRetry: true });

export {};
