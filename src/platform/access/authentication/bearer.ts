import type { Request } from '../../request/request.js';
import { accessErrors } from '../access-errors.js';

/** What a token comes in: a request has it in its header, what a socket says has it by name. */
export type Bearer = Pick<Request, 'headers'> | { token: unknown };

/** What was sent, before it is read: of a request only the header counts, never a query parameter (RFC 6750 §2.1). */
export function shownBy(bearer: Bearer): unknown {
  return 'headers' in bearer ? bearer.headers.authorization : bearer.token;
}

/** @throws AppError `missing_token`, `invalid_token` */
export function tokenOf(bearer: Bearer): string {
  const shown = shownBy(bearer);
  if (shown === undefined || shown === null || shown === '') throw accessErrors.missingToken();
  const token = 'headers' in bearer ? bearerOf(bearer) : shown;
  if (typeof token !== 'string' || token === '') throw accessErrors.invalidToken();
  return token;
}

/** With exactly one space. */
export function bearerOf({ headers }: Pick<Request, 'headers'>): string | undefined {
  const [scheme, token, ...rest] = headers.authorization?.split(' ') ?? [];
  return scheme?.toLowerCase() === 'bearer' && rest.length === 0 ? token : undefined;
}
