import type { Request, Response } from './request.js';

export type Handler = (request: Request, response: Response, next: (error?: unknown) => void) => unknown;

interface Route {
  /** The pattern, as in `request.route` of Express. */
  path: string;
  segments: string[];
  handle: Handler;
}

export interface Found {
  route: Route;
  params: Record<string, string>;
}

/** `/tasks`, `/tasks/:id/comments`: all that this table understands, and nearly all that a program has. */
const PLAIN = /^(\/:?[\w.-]+)+$/;

/**
 * Finds a route by method, number of segments and first segment, where Express would try its routes in turn. What it
 * doesn't find is no answer: the router of Express knows wildcards, encoded paths and HEAD.
 */
export class Dispatch {
  private readonly routes = new Map<string, Route[]>();

  /** The first that matches is taken, as in Express. */
  add(method: string, path: string, handle: Handler): void {
    if (!PLAIN.test(path)) return;
    const segments = path.split('/');
    const key = keyOf(method, segments);
    this.routes.set(key, [...(this.routes.get(key) ?? []), { path, segments, handle }]);
  }

  /** @param path without its query, and not decoded: an encoded one is not found */
  find(method: string, path: string): Found | undefined {
    const segments = path.split('/');
    for (const route of this.routes.get(keyOf(method, segments)) ?? []) {
      const params = match(route.segments, segments);
      if (params) return { route, params };
    }
    return undefined;
  }
}

function keyOf(method: string, segments: string[]): string {
  return `${method} ${segments.length} ${segments[1]}`;
}

function match(pattern: string[], segments: string[]): Record<string, string> | undefined {
  const params: Record<string, string> = {};
  for (let index = 1; index < pattern.length; index++) {
    const wanted = pattern[index] as string;
    const segment = segments[index] as string;
    if (wanted === segment) continue;
    if (!wanted.startsWith(':') || segment === '' || segment.includes('%')) return undefined;
    params[wanted.slice(1)] = segment;
  }
  return params;
}
