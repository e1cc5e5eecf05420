import type { Request } from './request.js';

/** The pattern of the route, so that the number of names is bounded; all unknown paths share one. */
export function routeOf({ route }: Request): string {
  const { path } = (route as { path?: string } | undefined) ?? {};
  return path === undefined || path.includes('*') ? 'unknown' : path;
}
