import type { AppError } from '../../errors/app-error.js';
import type { Request } from '../../request/request.js';

/** Whoever is told of failures before they are answered: the port that `access` fills for the audit log. */
export abstract class FailureObserver {
  /** Whether `observe` has to be called; asked for every failure. */
  abstract isConcerned(request: Request, error: AppError): boolean;

  /** Never fails: the answer must not depend on it. */
  abstract observe(request: Request, error: AppError): Promise<void>;
}
