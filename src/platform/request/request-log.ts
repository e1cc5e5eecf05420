import type { LoggerService } from '@nestjs/common';
import type { NextFunction, Request, Response } from './request.js';
import { routeOf } from './route-of.js';

/** Probes call these every few seconds; they are not logged. */
const QUIET = /^\/(health|metrics)(\/|$)/;

/** Counts how long an answer took. */
export type Observe = (method: string, route: string, status: number, seconds: number) => void;

/**
 * Logs a line for each request when it is over, and reports it to the metrics. Without the query string: clients may
 * put secrets there.
 *
 * @spec SPEC-015.11
 */
export function logRequests(logger: LoggerService, observe: Observe) {
  return (request: Request, response: Response, next: NextFunction): void => {
    const startedAt = performance.now();
    response.once('close', () => {
      const milliseconds = performance.now() - startedAt;
      observe(request.method, routeOf(request), response.statusCode, milliseconds / 1000);
      writeLine(logger, request, response, milliseconds);
    });
    next();
  };
}

function writeLine(logger: LoggerService, request: Request, response: Response, milliseconds: number): void {
  const { statusCode: status } = response;
  const path = request.originalUrl.split('?', 1)[0] ?? '';
  const line = {
    method: request.method,
    path,
    status,
    ms: Math.round(milliseconds * 10) / 10,
    request_id: request.requestId,
    ...(request.actor && { user_id: request.actor.id }),
    ...(!response.writableFinished && { cut_off: true }),
  };
  if (status >= 500) logger.warn('Request', line);
  else if (QUIET.test(path)) logger.debug?.('Request', line);
  else logger.log('Request', line);
}
