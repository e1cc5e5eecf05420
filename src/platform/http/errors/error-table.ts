import type { ErrorKind } from '../../errors/app-error.js';

/** The only place where a failure gets a status. */
export const STATUS: Record<ErrorKind, number> = {
  malformed: 400,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  method_not_allowed: 405,
  not_acceptable: 406,
  timeout: 408,
  conflict: 409,
  gone: 410,
  precondition_failed: 412,
  too_large: 413,
  unsupported_media_type: 415,
  unsatisfiable_range: 416,
  invalid: 422,
  limited: 429,
  internal: 500,
  unavailable: 503,
};
