import type { Server } from 'node:http';
import { parse } from 'node:querystring';
import type { NestApplicationOptions } from '@nestjs/common';
import { ExpressAdapter } from '@nestjs/platform-express';
import express, { type Express } from 'express';
import { Bare } from './bare.js';
import { matchesNone } from './etag.js';
import type { Request, Response } from './request.js';
import { VersionedView } from './versioned-view.js';

const JSON_TYPE = 'application/json; charset=utf-8';

/** The request that a parsed query came with, for what is bound to both (cursors). */
export const REQUEST_OF_QUERY = Symbol('request');

/** Express, with every answer written in one place and in one pass: the envelope, ETag and 304. */
export class EnvelopeAdapter extends ExpressAdapter {
  /** Asked before anything else is done for a request; where it says false, it has answered. */
  gate: (request: Request, response: Response) => boolean = () => true;

  constructor() {
    super(strictExpress());
  }

  override initHttpServer(options: NestApplicationOptions): void {
    super.initHttpServer(options);
    const server: Server = this.getHttpServer();
    const serve = server.listeners('request')[0] as (request: Request, response: Response) => void;
    server.removeAllListeners('request');
    server.on('request', (request: Request, response: Response) => {
      if (this.gate(request, response)) serve(request, response);
    });
  }

  override reply(response: Response, body: unknown, status?: number): Response {
    if (status !== undefined) response.statusCode = status;
    if (body instanceof Bare) return sendBare(response, body);
    if (body instanceof VersionedView && isNotModified(response, body)) return send(response.status(304), '');
    response.setHeader('Content-Type', JSON_TYPE);
    return send(response, envelope(body));
  }
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
