import { ConfigProblems } from '../config/problems.js';
import { SchemaBusy } from '../database/schema/bootstrap-lock.js';
import { NewerSchema } from '../database/schema/newer-schema.js';
import { UpgradeStopped } from '../database/schema/upgrade-stopped.js';

/** Why the program can't start, for the person who starts it: what is wrong and what to do. */
export class StartupError extends Error {
  override readonly name = 'StartupError';
}

/** Whether the message says what to do, so that no stack trace is needed. */
export function isAdvice(error: unknown): error is Error {
  return [StartupError, NewerSchema, SchemaBusy, UpgradeStopped, ConfigProblems].some(
    (advice) => error instanceof advice,
  );
}

/** Turns errors of `listen` into advice; other errors stay as they are. */
export function listenError(error: NodeJS.ErrnoException, { host, port }: { host: string; port: number }): Error {
  switch (error.code) {
    case 'EADDRINUSE':
      return new StartupError(
        `Port ${port} on ${host} is taken. Stop what uses it, or choose another: PORT=${port + 1} npm start ` +
          '(PORT=0 takes any free one).',
      );
    case 'EACCES':
      return new StartupError(`This user may not listen on port ${port}. Choose one above 1023 with PORT.`);
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return new StartupError(
        `HOST=${host} is no address of this machine; 127.0.0.1 is, and 0.0.0.0 means all of them.`,
      );
    default:
      return error;
  }
}
