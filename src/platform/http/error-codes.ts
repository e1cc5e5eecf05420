import { SetMetadata } from '@nestjs/common';
import type { ErrorKind } from '../errors/app-error.js';

/** Codes by kind. */
export type Failures = Partial<Record<ErrorKind, readonly string[]>>;

const FAILS = 'fasttrack:fails';

/**
 * The codes that are this route's own: `@ErrorCodes({ conflict: ['project_archived'] })`. What its access rule, its inputs
 * and the conventions make possible is known without.
 */
export const ErrorCodes = (failures: Failures) => SetMetadata(FAILS, failures);

export function errorCodesOf(handler: object): Failures {
  return (Reflect.getMetadata(FAILS, handler) as Failures | undefined) ?? {};
}
