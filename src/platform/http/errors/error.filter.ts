import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException, Logger } from '@nestjs/common';
import { AppError, type ErrorKind } from '../../errors/app-error.js';
import { errors } from '../../errors/errors.js';
import { StaleRow } from '../../database/stale-row.js';
import { STATUS } from './error-table.js';
import { tellWhenAgain } from '../headers/rate-limit-headers.js';
import { FailureObserver } from './failure-observer.js';
import type { Request, Response } from '../../request/request.js';

/** Writes every failure as the envelope, or as RFC 9457 if the client asks for it. */
@Catch()
export class ErrorFilter implements ExceptionFilter {
  private readonly logger = new Logger('Request');

  constructor(private readonly observer: FailureObserver) {}

  catch(exception: unknown, host: ArgumentsHost): void | Promise<void> {
    const http = host.switchToHttp();
    const request = http.getRequest<Request>();
    const error = toAppError(exception);
    if (error.kind === 'internal') this.logger.error({ err: error.cause, request_id: request.requestId });
    else if (error.kind === 'unavailable')
      this.logger.warn({ err: error.cause, request_id: request.requestId }, error.code);
    const answer = () => writeError(request, http.getResponse<Response>(), error);
    return this.observer.isConcerned(request, error) ? this.observer.observe(request, error).then(answer) : answer();
  }
}

/** Turns any thrown value into an `AppError`. An unexpected error reveals nothing internal. */
export function toAppError(exception: unknown): AppError {
  if (exception instanceof AppError) return exception;
  if (exception instanceof StaleRow) return errors.overloaded(exception);
  if (exception instanceof HttpException && exception.getStatus() < 500) return fromNest(exception);
  return errors.internal(exception);
}

/** Exceptions of Nest keep their status, as its guards and pipes promise. An unknown status becomes 400. */
function fromNest(exception: HttpException): AppError {
  const status = exception.getStatus();
  if (status === 404) return errors.notFound();
  const [kind = 'malformed'] = Object.entries(STATUS).find(([, known]) => known === status) ?? [];
  return new AppError(kind as ErrorKind, kind === 'malformed' ? 'malformed_request' : kind, exception.message);
}

/** Also used by what answers before Nest does. A connection whose answer has begun is cut. */
export function writeError(request: Request, response: Response, error: AppError): void {
  if (response.headersSent) return void response.destroy();
  const status = STATUS[error.kind];
  response.statusCode = status;
  if (status === 401) response.setHeader('WWW-Authenticate', challenge(error));
  tellWhenAgain(response, error);
  const wantsProblem = request.headers.accept?.includes('application/problem+json') ?? false;
  const body = JSON.stringify(wantsProblem ? problem(request, error, status) : failure(request, error));
  response.setHeader('Content-Type', wantsProblem ? 'application/problem+json' : 'application/json; charset=utf-8');
  response.setHeader('Content-Length', Buffer.byteLength(body));
  response.end(body);
}

function failure(request: Request, { code, message, details, data }: AppError): object {
  return { data, error: { code, message, details }, meta: { request_id: request.requestId } };
}

/** RFC 9457, with our code and details as extension members. */
function problem(request: Request, { code, message, details, data }: AppError, status: number): object {
  const extensions = { code, details, request_id: request.requestId, ...(data === null ? {} : { data }) };
  return { type: 'about:blank', title: code.replaceAll('_', ' '), status, detail: message, ...extensions };
}

/** RFC 6750 §3: no error code where no token was sent. */
function challenge({ code, message }: AppError): string {
  const realm = 'Bearer realm="fasttrack"';
  return code === 'missing_token' ? realm : `${realm}, error="invalid_token", error_description="${message}"`;
}
