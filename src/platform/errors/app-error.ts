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
  | 'unsupported_media_type'
  | 'invalid'
  | 'limited'
  | 'unavailable'
  | 'internal';

/** One problem with one field; `field` is a dotted path, or what was missing, such as `permission`. */
export interface ErrorDetail {
  field: string;
  code: string;
  message: string;
}

export interface ErrorExtras {
  details?: ErrorDetail[];
  /** Whole seconds to wait before a retry; becomes `Retry-After`. */
  retryAfterSeconds?: number;
  /** Data for the caller beside the error: the current row of a failed precondition. */
  data?: unknown;
  cause?: unknown;
}

/** A failure with a name: `code` is stable and for programs, `message` is for people. */
export class AppError extends Error {
  readonly details: ErrorDetail[];
  readonly retryAfterSeconds: number | undefined;
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
    this.data = extras.data ?? null;
  }
}
