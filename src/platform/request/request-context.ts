import { randomUUID } from 'node:crypto';
import type { NextFunction, Request, Response } from './request.js';

const SANE = /^[\w.:-]{1,128}$/;

/**
 * Names the request: every one has an id, and every answer says it, the client's own where it is sane. A path that can't
 * be decoded goes where unknown paths go.
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
