import { match } from 'path-to-regexp';
import type { Request } from '../request/request.js';
import { bodyTypeOf } from './body-type.js';

interface Route {
  method: string;
  path: string;
  callback: object;
}

/** Whether a request brings a body that its handler reads: multipart, as it is, for a route that takes that. */
export type IsStreamed = (request: Request) => boolean;

export function streamedOf(routes: readonly Route[]): IsStreamed {
  const matchers = routes
    .filter(({ callback }) => bodyTypeOf(callback) === 'multipart')
    .map(({ method, path }) => ({ method, matches: match(path, { sensitive: true, trailing: false }) }));
  return (request) => {
    const isPlain = (request.headers['content-encoding'] ?? 'identity') === 'identity';
    if (!isPlain || !/^multipart\/form-data\s*(;|$)/i.test(request.headers['content-type'] ?? '')) return false;
    return matchers.some(({ method, matches }) => method === request.method && matches(request.path));
  };
}
