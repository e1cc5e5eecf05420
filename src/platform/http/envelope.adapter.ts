import {
  createServer,
  IncomingMessage,
  type RequestListener,
  type Server,
  type ServerOptions,
  ServerResponse,
} from 'node:http';
import { parse } from 'node:querystring';
import { Logger } from '@nestjs/common';
import { ExpressAdapter } from '@nestjs/platform-express';
import express, { type Express, type RequestHandler } from 'express';
import { Bare } from './bare.js';
import { toAppError, writeError } from './error.filter.js';
import { Dispatch, type Handler } from './dispatch.js';
import { matchesNone } from './etag.js';
import type { Request, Response } from './request.js';
import { VersionedView } from './versioned-view.js';

const JSON_TYPE = 'application/json; charset=utf-8';

/** Connections that may wait to be accepted: of 3,000 that come at once, 511 would leave most to try again in seconds. */
const BACKLOG = 4_096;

const VERBS = ['get', 'post', 'put', 'patch', 'delete'] as const;

/** The request that a parsed query came with, for what is bound to both (cursors). */
export const REQUEST_OF_QUERY = Symbol('request');

/** Done for a request before it is routed; where it says false, it has answered. */
export type Step = (request: Request, response: Response) => boolean;

/**
 * Express, with every answer written in one place and in one pass (the envelope, ETag and 304), and with the plain
 * routes found in a table. What the table doesn't know, Express serves.
 */
export class EnvelopeAdapter extends ExpressAdapter {
  /** Done for every request, in this order. They must not throw: nothing that could answer for them has begun. */
  steps: readonly Step[] = [];

  private readonly dispatch = new Dispatch();

  constructor() {
    super(strictExpress());
    for (const verb of VERBS) this[verb] = (...route: unknown[]): void => this.route(verb, route as [string, Handler]);
  }

  override initHttpServer(): void {
    const application = this.getInstance<Express>();
    const serve = (request: Request, response: Response) => this.serve(request, response);
    this.setHttpServer(createServer(messagesOf(application), serve as unknown as RequestListener));
  }

  /** As `app.listen(port, host)` calls it. */
  override listen(port: number | string, ...[host, whenListening]: unknown[]): Server {
    const options = { port: Number(port), host: host as string, backlog: BACKLOG };
    return (this.getHttpServer() as Server).listen(options, whenListening as () => void);
  }

  override reply(response: Response, body: unknown, status?: number): Response {
    if (status !== undefined) response.statusCode = status;
    if (body instanceof Bare) return sendBare(response, body);
    if (body instanceof VersionedView && isNotModified(response, body)) return send(response.status(304), '');
    response.setHeader('Content-Type', JSON_TYPE);
    return send(response, envelope(body));
  }

  private route(verb: (typeof VERBS)[number], [path, handle]: [string, Handler]): void {
    this.dispatch.add(verb.toUpperCase(), path, handle);
    this.getInstance<Express>()[verb](path, handle as RequestHandler);
  }

  private serve(request: Request, response: Response): void {
    request.originalUrl = request.url;
    for (const step of this.steps) if (!step(request, response)) return;
    const path = request.url.split('?', 1)[0] as string;
    const found = this.dispatch.find(request.method, path);
    const express = () => void this.getInstance<Express>()(request, response);
    if (!found) return express();
    request.res = response;
    request.route = found.route;
    request.params = found.params;
    try {
      found.route.handle(request, response, express);
    } catch (error) {
      new Logger('Request').error({ err: error, request_id: request.requestId });
      writeError(request, response, toAppError(error));
    }
  }
}

/** Made as what Express would turn each into, which costs it two changes of prototype a request. */
function messagesOf({ request, response }: Express): ServerOptions {
  class ExpressRequest extends IncomingMessage {}
  class ExpressResponse<R extends IncomingMessage> extends ServerResponse<R> {}
  Object.setPrototypeOf(ExpressRequest.prototype, request);
  Object.setPrototypeOf(ExpressResponse.prototype, response);
  return { IncomingMessage: ExpressRequest, ServerResponse: ExpressResponse };
}

/** Configured before Nest first uses it: its router keeps the settings of that moment. */
function strictExpress(): Express {
  const application = express();
  application.disable('x-powered-by');
  application.set('etag', false);
  application.enable('case sensitive routing');
  application.enable('strict routing');
  Object.defineProperty(application.request, 'query', { get: queryOf, configurable: true });
  return application;
}

/** `{ data, error, meta }` around what a handler returned. */
function envelope(data: unknown): string {
  return `{"data":${JSON.stringify(data ?? null)},"error":null,"meta":{}}`;
}

function isNotModified(response: Response, view: VersionedView): boolean {
  const etag = view.etag();
  response.setHeader('ETag', etag);
  if (response.req.method !== 'GET') return false;
  response.setHeader('Cache-Control', 'private, no-cache');
  return matchesNone(response.req.headers['if-none-match'], etag);
}

function sendBare(response: Response, { body, contentType, headers }: Bare): Response {
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  response.setHeader('Content-Type', contentType);
  return send(response, body);
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
