import { errors } from '../errors/errors.js';
import type { NextFunction, Request, Response } from './request.js';

/** `*` is the server itself, for OPTIONS (RFC 9112 §3.2.4). */
const ASTERISK = '*';
const AUTHORITY = /^https?:\/\/[^/?#]*/i;

/**
 * Reduces a target in absolute form (RFC 9112 §3.2.2) to path and query, so that later code only sees one form. Express
 * can't route a target that is not a URL: it becomes `/`, and `refuseMalformedTarget` refuses it.
 */
export function setOriginForm(request: Request): void {
  if (request.url.startsWith('/') || request.url === ASTERISK) return;
  const rest = URL.canParse(request.url) && AUTHORITY.test(request.url) ? request.url.replace(AUTHORITY, '') : null;
  if (rest === null) request.hasMalformedTarget = true;
  request.url = rest?.startsWith('/') ? rest : `/${rest ?? ''}`;
}

/**
 * Refuses a target that is not a URL.
 *
 * @spec SPEC-007.31
 */
export function refuseMalformedTarget(request: Request, _response: Response, next: NextFunction): void {
  if (request.hasMalformedTarget) next(errors.malformedRequest('its target is no URL'));
  else next();
}
