import type { CorsOptions, CorsOptionsDelegate } from '@nestjs/common/interfaces/external/cors-options.interface.js';
import type { Request } from '../../request/request.js';

/** What scripts of another origin may read, beyond what every browser lets them. */
const READABLE = [
  'Accept-Ranges',
  'Allow',
  'Content-Disposition',
  'Content-Range',
  'ETag',
  'Idempotent-Replayed',
  'RateLimit',
  'RateLimit-Policy',
  'Retry-After',
  'WWW-Authenticate',
  'X-Request-Id',
];

/** Where a cookie is given or taken: of the refresh token, or of somebody who is on the way to a provider. */
const COOKIES = ['/auth/', '/users/me/identities/'];

/** The package's way to say: pass by, as if it were not there. */
const PASS_BY: CorsOptions = { origin: false };

/**
 * For `enableCors`: allows exactly the configured origins. Tokens are sent in a header, so credentials are
 * allowed only where a cookie is given or taken, and not for `*`. A preflight is answered before routes and limits, and is not counted.
 *
 * @spec SPEC-007.30
 */
export function corsFor(origins: readonly string[]): CorsOptionsDelegate<Request> {
  const invited = new Set(origins);
  const everyone = invited.has('*');
  const options: CorsOptions = {
    origin: everyone ? '*' : [...origins],
    methods: 'GET, HEAD, POST, PATCH, DELETE',
    exposedHeaders: READABLE.join(', '),
    maxAge: 600,
  };
  return (request, decide) => {
    if (!everyone) request.res?.vary('Origin');
    const { origin } = request.headers;
    const isInvited = origin !== undefined && (everyone || invited.has(origin));
    const credentials = !everyone && COOKIES.some((path) => request.path.startsWith(path));
    decide(null, isInvited && !isOtherOptions(request) ? { ...options, credentials } : PASS_BY);
  };
}

/** The package takes every OPTIONS for a preflight. */
function isOtherOptions({ method, headers }: Request): boolean {
  return method === 'OPTIONS' && headers['access-control-request-method'] === undefined;
}
