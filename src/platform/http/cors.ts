import type { Request, Response } from './request.js';

/** What scripts of another origin may read, beyond what every browser lets them. */
const READABLE = [
  'Allow',
  'ETag',
  'Idempotent-Replayed',
  'RateLimit',
  'RateLimit-Policy',
  'Retry-After',
  'WWW-Authenticate',
  'X-Request-Id',
].join(', ');
const METHODS = 'GET, HEAD, POST, PATCH, DELETE';
const PREFLIGHT_SECONDS = '600';

/**
 * Invites the origins that are configured, each by its name, and tells others nothing. Tokens travel in a header, so
 * no credentials are allowed.
 *
 * @spec SPEC-007.30
 */
export function cors(origins: readonly string[]) {
  const invited = new Set(origins);
  const everyone = invited.has('*');
  return (request: Request, response: Response): boolean => {
    if (!everyone) response.setHeader('Vary', 'Origin');
    const { origin } = request.headers;
    if (origin === undefined || (!everyone && !invited.has(origin))) return true;
    response.setHeader('Access-Control-Allow-Origin', everyone ? '*' : origin);
    if (isPreflight(request)) return answerPreflight(request, response);
    response.setHeader('Access-Control-Expose-Headers', READABLE);
    return true;
  };
}

function isPreflight({ method, headers }: Request): boolean {
  return method === 'OPTIONS' && headers['access-control-request-method'] !== undefined;
}

/** Before routes and limits: it asks nothing, and counts for nobody. */
function answerPreflight(request: Request, response: Response): boolean {
  response.setHeader('Access-Control-Allow-Methods', METHODS);
  response.setHeader('Access-Control-Max-Age', PREFLIGHT_SECONDS);
  const asked = request.headers['access-control-request-headers'];
  if (asked !== undefined) response.setHeader('Access-Control-Allow-Headers', asked);
  response.statusCode = 204;
  response.end();
  return false;
}
