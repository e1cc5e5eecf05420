import type { ServerResponse } from 'node:http';
import type { AppError, ExhaustedLimit } from '../../errors/app-error.js';

/**
 * Says how a limit stands, beside what was said of others (draft-ietf-httpapi-ratelimit-headers-10).
 *
 * @spec SPEC-009.43
 */
export function tellLimit(response: ServerResponse, limit: ExhaustedLimit, remaining = 0): void {
  const { policy, quota, windowSeconds, resetSeconds } = limit;
  const window = windowSeconds === undefined ? ';qu="concurrent-requests"' : `;w=${windowSeconds}`;
  add(response, 'RateLimit-Policy', `"${policy}";q=${quota}${window}`);
  add(response, 'RateLimit', `"${policy}";r=${remaining};t=${resetSeconds}`);
}

/** When to try again, and which limit it was that refused. */
export function tellWhenAgain(response: ServerResponse, { retryAfterSeconds, exhausted }: AppError): void {
  if (retryAfterSeconds !== undefined) response.setHeader('Retry-After', String(retryAfterSeconds));
  if (exhausted) tellLimit(response, exhausted);
}

function add(response: ServerResponse, name: string, item: string): void {
  const before = response.getHeader(name);
  response.setHeader(name, before === undefined ? item : `${String(before)}, ${item}`);
}
