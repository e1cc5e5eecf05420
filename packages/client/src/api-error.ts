import type { ErrorDetail, Operations } from './api.js';
import type { Codes, OperationName } from './calls.js';

/** Codes that every operation can answer, and `unreachable` where there was no answer at all. */
type CodeOfAny = 'internal_error' | 'unreachable';

/** A failure that an operation can have. */
type Refusal<Name extends OperationName> =
  | {
      [Status in keyof Codes<Name>]: ApiError & { status: Status; code: Codes<Name>[Status] } & (Status extends 412
          ? { current: Operations[Name] extends { current: infer Row } ? Row : unknown }
          : unknown);
    }[keyof Codes<Name>]
  | (ApiError & { code: CodeOfAny });

interface Failure {
  status: number;
  code: string;
  message: string;
  details?: readonly ErrorDetail[];
  requestId?: string | undefined;
  retryAfter?: number | undefined;
  current?: unknown;
  cause?: unknown;
}

/** What the program refused, or that it could not be reached: then `status` is 0 and `code` is `unreachable`. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly status: number;
  /** Never changes its meaning; decide by it. `docs/ERRORS.md` lists all. */
  readonly code: string;
  /** Which field was wrong, and how. */
  readonly details: readonly ErrorDetail[];
  /** Finds the request in the log of the server. */
  readonly requestId: string | undefined;
  /** After how many seconds another try makes sense, where the program said so. */
  readonly retryAfter: number | undefined;
  /** With 412: the row as it is now. */
  readonly current: unknown;

  constructor({ status, code, message, details = [], requestId, retryAfter, current, cause }: Failure) {
    super(message, { cause });
    this.status = status;
    this.code = code;
    this.details = details;
    this.requestId = requestId;
    this.retryAfter = retryAfter;
    this.current = current;
  }

  /** Whether there was no answer: whether the program has done it is not known. */
  get isUnreachable(): boolean {
    return this.status === 0;
  }
}

/**
 * Whether this is how the operation refuses. From then on `code` is one of its codes, and a comparison with any other
 * doesn't compile.
 */
export function isRefusal<Name extends OperationName>(error: unknown, _operation: Name): error is Refusal<Name> {
  return error instanceof ApiError;
}

/** What an answer that is no success says. */
export async function toApiError(answer: Response): Promise<ApiError> {
  const { status, headers } = answer;
  const body = (await answer.json().catch(() => ({}))) as {
    error?: { code: string; message: string; details: ErrorDetail[] } | null;
    meta?: { request_id?: string };
    data?: unknown;
  };
  const wait = headers.get('Retry-After');
  return new ApiError({
    status,
    code: body.error?.code ?? (status >= 500 ? 'unavailable' : 'unknown'),
    message: body.error?.message ?? `The answer was ${status}.`,
    details: body.error?.details ?? [],
    requestId: body.meta?.request_id ?? headers.get('X-Request-Id') ?? undefined,
    retryAfter: wait === null ? undefined : Number(wait),
    current: status === 412 ? body.data : undefined,
  });
}
