import { openSpan, type Span } from '../tracing/tracing.js';
import type { NextFunction, Request, Response } from './request.js';
import { routeOf } from './route-of.js';

/** Probes call these every few seconds; they are not traced. */
const QUIET = /^\/(health|metrics)(\/|$)/;

const spans = new WeakMap<Request, Span>();

/**
 * The span of a request, from its head to the end of its answer. It names the route and not the path: that may hold what
 * opens a calendar or an invitation, as a query may.
 *
 * @spec SPEC-047.2, SPEC-047.4, SPEC-047.5
 */
export function traceRequests(request: Request, response: Response, next: NextFunction): void {
  if (QUIET.test(request.url)) return next();
  const span = openSpan(() => ({
    name: request.method,
    kind: 'server',
    attributes: { 'http.request.method': request.method, 'fasttrack.request.id': request.requestId },
    causes: sentWith(request),
  }));
  if (!span) return next();
  spans.set(request, span);
  response.once('close', () => finish(span, request, response));
  span.run(next);
}

/** Once more, after the body: its last byte arrives outside of what the middleware before it began. */
export function traceOn(request: Request, _response: Response, next: NextFunction): void {
  const span = spans.get(request);
  if (span) span.run(next);
  else next();
}

/** Of whoever called: a proxy, or a program that traces, too. Undefined where none came, so that a trace begins here. */
function sentWith({ headers: { traceparent } }: Request): string[] | undefined {
  return typeof traceparent === 'string' ? [traceparent] : undefined;
}

function finish(span: Span, request: Request, { statusCode, writableFinished }: Response): void {
  const route = routeOf(request);
  span.rename(`${request.method} ${route}`);
  span.note({ 'http.route': route, 'http.response.status_code': statusCode });
  if (statusCode >= 500) span.fail(String(statusCode));
  else if (!writableFinished) span.fail('cut_off');
  span.end();
}
