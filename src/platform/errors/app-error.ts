/** What went wrong, in words that know no protocol. `http/error-table.ts` gives each its status. */
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

/** One thing that was wrong with one field; `field` is a dotted path, or the name of what was missing. */
export interface ErrorDetail {
  field: string;
  code: string;
  message: string;
}

export interface ErrorExtras {
  details?: ErrorDetail[];
  /** Whole seconds after which trying again makes sense; becomes `Retry-After`. */
  retryAfterSeconds?: number;
  /** What the caller should see beside the error: the current row of a failed precondition. */
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
