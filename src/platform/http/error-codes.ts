import { SetMetadata } from '@nestjs/common';
import type { ErrorKind } from '../errors/app-error.js';

/** Codes by kind. */
export type Failures = Partial<Record<ErrorKind, readonly string[]>>;

const FAILS = 'fasttrack:fails';

/**
 * The error codes that are specific to this route: `@ErrorCodes({ conflict: ['project_archived'] })`. Codes that follow
 * from its access rule, its inputs and the conventions are added automatically.
 */
export const ErrorCodes = (failures: Failures) => SetMetadata(FAILS, failures);

export function errorCodesOf(handler: object): Failures {
  return (Reflect.getMetadata(FAILS, handler) as Failures | undefined) ?? {};
}
