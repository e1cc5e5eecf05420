import { match } from 'path-to-regexp';
import type { Request } from '../../request/request.js';
import { isInUtf8 } from './body.js';
import { bodyTypeOf, dataTypesOf } from './body-type.js';

interface Route {
  method: string;
  path: string;
  callback: object;
}

/** Says as which body its handler reads it, as it is; null for a body that is read before. */
export type StreamedAs = (request: Request) => 'multipart' | 'data' | null;

const MULTIPART = 'multipart/form-data';

export function streamedOf(routes: readonly Route[]): StreamedAs {
  const matchers = routes.flatMap(({ method, path, callback }) => {
    const type = bodyTypeOf(callback);
    if (type !== 'multipart' && type !== 'data') return [];
    const types = type === 'data' ? [...dataTypesOf(callback), MULTIPART] : [MULTIPART];
    return [{ method, type, types, matches: match(path, { sensitive: true, trailing: false }) }];
  });
  return (request) => {
    const isPlain = (request.headers['content-encoding'] ?? 'identity') === 'identity';
    if (!isPlain) return null;
    const sent = mediaTypeOf(request);
    const found = matchers.find(
      ({ method, types, matches }) => method === request.method && types.includes(sent) && matches(request.path),
    );
    if (!found || (found.type === 'data' && !isInUtf8(request))) return null;
    return found.type;
  };
}

/** In lower case, without its parameters. */
export function mediaTypeOf({ headers }: Pick<Request, 'headers'>): string {
  return (headers['content-type'] ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';
}
