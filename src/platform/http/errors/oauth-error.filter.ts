import { type ArgumentsHost, Catch, type ExceptionFilter, Logger } from '@nestjs/common';
import type { AppError, ErrorKind } from '../../errors/app-error.js';
import { toAppError } from './error.filter.js';
import { STATUS } from './error-table.js';
import { tellWhenAgain } from '../headers/rate-limit-headers.js';
import type { Request, Response } from '../../request/request.js';

const GRANT: readonly ErrorKind[] = ['unauthenticated', 'forbidden'];
const REQUEST: readonly ErrorKind[] = ['malformed', 'invalid', 'too_large', 'unsupported_media_type', 'not_acceptable'];

/** Writes the failures of a token endpoint as RFC 6749 §5.2 wants them: bare, and mostly 400. */
@Catch()
export class OAuthErrorFilter implements ExceptionFilter {
  private readonly logger = new Logger('Request');

  catch(exception: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const error = toAppError(exception);
    if (error.kind === 'internal') {
      this.logger.error({ err: error.cause, request_id: http.getRequest<Request>().requestId });
    }
    write(http.getResponse<Response>(), error);
  }
}

function write(response: Response, error: AppError): void {
  if (response.headersSent) return void response.destroy();
  const body = JSON.stringify({ error: wordFor(error), error_description: describe(error) });
  response.statusCode = oauthStatus(error.kind);
  tellWhenAgain(response, error);
  response.setHeader('Cache-Control', 'no-store');
  response.setHeader('Content-Type', 'application/json; charset=utf-8');
  response.setHeader('Content-Length', Buffer.byteLength(body));
  response.end(body);
}

export function oauthStatus(kind: ErrorKind): number {
  return GRANT.includes(kind) || kind === 'invalid' ? 400 : STATUS[kind];
}

/** The RFC has no words for what isn't the client's mistake. */
function wordFor({ kind, code }: AppError): string {
  if (GRANT.includes(kind)) return 'invalid_grant';
  return REQUEST.includes(kind) && code !== 'unsupported_grant_type' ? 'invalid_request' : code;
}

/** Only the characters that the RFC allows here. */
function describe({ code, message, details }: AppError): string {
  const fields = details.map(({ field, message: what }) => `${field} ${what}`).join(', ');
  return `${code}: ${fields || message}`.replace(/[^\x20-\x21\x23-\x5b\x5d-\x7e]/g, "'");
}
