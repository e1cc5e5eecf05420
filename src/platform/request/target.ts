import { errors } from '../errors/errors.js';
import type { NextFunction, Request, Response } from './request.js';

/** `*` is the server itself, for OPTIONS (RFC 9112 §3.2.4). */
const ASTERISK = '*';
const AUTHORITY = /^https?:\/\/[^/?#]*/i;

/**
 * Leaves path and query of a target in absolute form (RFC 9112 §3.2.2), so that nobody behind has to know two forms.
 * Express can't route what is no URL at all: that goes on as `/`, to be refused by `refuseMalformedTarget`.
 */
export function setOriginForm(request: Request): void {
  if (request.url.startsWith('/') || request.url === ASTERISK) return;
  const rest = URL.canParse(request.url) && AUTHORITY.test(request.url) ? request.url.replace(AUTHORITY, '') : null;
  if (rest === null) request.hasMalformedTarget = true;
  request.url = rest?.startsWith('/') ? rest : `/${rest ?? ''}`;
}

/**
 * Refuses a target that is no URL.
 *
 * @spec SPEC-007.31
 */
export function refuseMalformedTarget(request: Request, _response: Response, next: NextFunction): void {
  if (request.hasMalformedTarget) next(errors.malformedRequest('its target is no URL'));
  else next();
}
