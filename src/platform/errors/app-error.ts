/** The kinds of failure, independent of a protocol. `http/error-table.ts` maps each to a status code. */
export type ErrorKind =
  | 'malformed'
  | 'unauthenticated'
  | 'forbidden'
  | 'not_found'
  | 'method_not_allowed'
  | 'timeout'
  | 'not_acceptable'
  | 'conflict'
  | 'precondition_failed'
  | 'too_large'
  | 'unsatisfiable_range'
  | 'unsupported_media_type'
  | 'invalid'
  | 'limited'
  | 'unavailable'
  | 'internal';

/** What can be wrong with a field: no other code stands in the details of `validation_failed`. */
export const FIELD_CODES = [
  'required',
  'too_short',
  'too_long',
  'too_small',
  'too_large',
  'unknown_field',
  'type',
  'format',
  'unknown',
  'unchanged',
  'breached',
] as const;

/** One thing that was wrong with one field; `field` is a dotted path, or the name of what was missing. */
export interface ErrorDetail {
  field: string;
  code: string;
  message: string;
  /** The bound that was passed, where it was one. */
  limit?: number;
}

export interface FieldError extends ErrorDetail {
  code: (typeof FIELD_CODES)[number];
}

/** A limit that has no room left, as `RateLimit` and `RateLimit-Policy` tell it. */
export interface ExhaustedLimit {
  policy: string;
  quota: number;
  /** None where it limits what is under way at once. */
  windowSeconds?: number;
  resetSeconds: number;
}

export interface ErrorExtras {
  details?: ErrorDetail[];
  /** Whole seconds to wait before a retry; becomes `Retry-After`. */
  retryAfterSeconds?: number;
  /** The limit that refuses, where it is not the one of the whole API. */
  exhausted?: ExhaustedLimit;
  /** What the caller should see beside the error: the current row of a failed precondition. */
  data?: unknown;
  cause?: unknown;
}

/** A failure with a name: `code` is stable and for programs, `message` is for people. */
export class AppError extends Error {
  readonly details: ErrorDetail[];
  readonly retryAfterSeconds: number | undefined;
  readonly exhausted: ExhaustedLimit | undefined;
  readonly data: unknown;

  constructor(
    readonly kind: ErrorKind,
    readonly code: string,
    message: string,
    extras: ErrorExtras = {},
  ) {
    super(message, { cause: extras.cause });
    this.details = extras.details ?? [];
    this.retryAfterSeconds = extras.retryAfterSeconds;
    this.exhausted = extras.exhausted;
    this.data = extras.data ?? null;
  }
}
