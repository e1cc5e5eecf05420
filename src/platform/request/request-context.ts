import { randomUUID } from 'node:crypto';
import type { NextFunction, Request, Response } from './request.js';

const SANE = /^[\w.:-]{1,128}$/;

/**
 * Gives every request an id, which every response has: the client's own if it is valid. A path that can't be decoded is
 * handled like an unknown path.
 */
export function requestContext(request: Request, response: Response, next: NextFunction): void {
  const sent = request.headers['x-request-id'];
  request.requestId = typeof sent === 'string' && SANE.test(sent) ? sent : randomUUID();
  response.setHeader('X-Request-Id', request.requestId);
  if (request.url.includes('%') && !isDecodable(request.url)) request.url = '/undecodable-path';
  next();
}

function isDecodable(url: string): boolean {
  try {
    decodeURIComponent(url.split('?', 1)[0] ?? '');
    return true;
  } catch {
    return false;
  }
}
