import { createServer, IncomingMessage, type Server, type ServerOptions, ServerResponse } from 'node:http';
import { parse } from 'node:querystring';
import { Logger } from '@nestjs/common';
import { ExpressAdapter } from '@nestjs/platform-express';
import express, { type Express } from 'express';
import { errors } from '../errors/errors.js';
import { chosenStatus } from './responses/chosen-status.js';
import { closeWithConnection } from './responses/queued-responses.js';
import { RawResponse } from './responses/raw-response.js';
import { RedirectResponse } from './responses/redirect-response.js';
import { toAppError, writeError } from './errors/error.filter.js';
import { matchesNone } from './etag.js';
import { groupRoutes } from './route-groups.js';
import { REQUEST_OF_QUERY, type Request, type Response } from '../request/request.js';
import { setOriginForm } from '../request/target.js';
import { sendStream, StreamResponse } from './responses/stream-response.js';
import { TaggedView } from './responses/versioned-view.js';

const JSON_TYPE = 'application/json; charset=utf-8';

/** The backlog of connections to accept. With Node's 511, most of 3,000 simultaneous ones would retry after seconds. */
const BACKLOG = 4_096;

/** A head has a minute. A body has limits of its own; a file may come slowly, as long as it comes. */
const HEADERS_TIMEOUT_MS = 60_000;
const REQUEST_TIMEOUT_MS = 3_600_000;

/** Express, with every response written in one place: the envelope, ETag and 304. */
export class EnvelopeAdapter extends ExpressAdapter {
  private readonly messages: ServerOptions;

  constructor() {
    const application = strictExpress();
    const messages = messagesOf(application);
    super(application);
    this.messages = messages;
  }

  override initHttpServer(): void {
    const application = this.getInstance<Express>();
    const serve = (request: Request, response: Response): void => {
      closeWithConnection(response);
      setOriginForm(request);
      application(request, response, (error?: unknown) => answerLast(request, response, error));
    };
    const limits = { requestTimeout: REQUEST_TIMEOUT_MS, headersTimeout: HEADERS_TIMEOUT_MS };
    this.setHttpServer(createServer({ ...this.messages, ...limits }, serve as never));
  }

  /** As `app.listen(port, host)` calls it. */
  override listen(port: number | string, ...[host, whenListening]: unknown[]): Server {
    const options = { port: Number(port), host: host as string, backlog: BACKLOG };
    return (this.getHttpServer() as Server).listen(options, whenListening as () => void);
  }

  override reply(response: Response, body: unknown, status?: number): Response {
    const chosen = chosenStatus(response) ?? status;
    if (chosen !== undefined) response.statusCode = chosen;
    if (body instanceof RawResponse) return sendRaw(response, body);
    if (body instanceof RedirectResponse) return sendElsewhere(response, body);
    if (body instanceof StreamResponse) return sendStream(response, body);
    if (body instanceof TaggedView && isNotModified(response, body)) return send(response.status(304), '');
    response.setHeader('Content-Type', JSON_TYPE);
    return send(response, envelope(body));
  }
}

/** Handles what nothing in Express has answered. In the program, the filters and the last route answer before. */
function answerLast(request: Request, response: Response, error?: unknown): void {
  const failure = error === undefined ? errors.notFound() : toAppError(error);
  if (failure.kind === 'internal') new Logger('Request').error({ err: error, request_id: request.requestId });
  writeError(request, response, failure);
}

/**
 * The classes of the server's messages. Express sets the prototype of each request and response to `app.request` and
 * `app.response`, and an object whose prototype changes is slow from then on (four times the time of a whole pass
 * through Express). These classes have that prototype from the start, so nothing changes.
 */
function messagesOf(application: Express): ServerOptions {
  class ExpressRequest extends IncomingMessage {}
  class ExpressResponse<R extends IncomingMessage> extends ServerResponse<R> {}
  Object.setPrototypeOf(ExpressRequest.prototype, application.request);
  Object.setPrototypeOf(ExpressResponse.prototype, application.response);
  Object.defineProperty(ExpressRequest.prototype, 'query', { get: queryOf, configurable: true });
  application.request = ExpressRequest.prototype as Express['request'];
  application.response = ExpressResponse.prototype as Express['response'];
  return { IncomingMessage: ExpressRequest, ServerResponse: ExpressResponse };
}

/** Configured before Nest uses it, because the router keeps the settings of that moment. */
function strictExpress(): Express {
  const application = express();
  application.disable('x-powered-by');
  application.set('etag', false);
  application.enable('case sensitive routing');
  application.enable('strict routing');
  groupRoutes(application);
  return application;
}

/** `{ data, error, meta }` around what a handler returned. */
function envelope(data: unknown): string {
  return `{"data":${JSON.stringify(data ?? null)},"error":null,"meta":{}}`;
}

function isNotModified(response: Response, view: TaggedView): boolean {
  const etag = view.etag();
  response.setHeader('ETag', etag);
  if (response.req.method !== 'GET') return false;
  response.setHeader('Cache-Control', 'private, no-cache');
  return matchesNone(response.req.headers['if-none-match'], etag);
}

function sendRaw(response: Response, { body, contentType, headers }: RawResponse): Response {
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  response.setHeader('Content-Type', contentType);
  return send(response, body);
}

function sendElsewhere(response: Response, { location }: RedirectResponse): Response {
  response.setHeader('Location', location);
  return send(response.status(302), '');
}

/** `Content-Length` is given because a HEAD request is answered by the GET route, without the body. */
function send(response: Response, body: string): Response {
  if (response.statusCode !== 304) response.setHeader('Content-Length', Buffer.byteLength(body));
  response.end(body);
  return response;
}

/** Flat parameters only: a repeated one is an array, and so fails the check of its type. */
function queryOf(this: Request): Record<string, unknown> {
  const start = this.url.indexOf('?');
  const query: Record<string | symbol, unknown> = start < 0 ? {} : { ...parse(this.url.slice(start + 1)) };
  query[REQUEST_OF_QUERY] = this;
  return query;
}
