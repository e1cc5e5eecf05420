import type { AppError } from '../errors/app-error.js';
import { errors } from '../errors/errors.js';
import type { CallerIdentity } from './caller-identity.js';
import { clientNetwork } from '../request/client-network.js';
import { limitErrors } from './limit.errors.js';
import { OpenRequests } from './open-requests.js';
import { hasBody, readBody } from '../input/bodies/body.js';
import type { StreamedAs } from '../input/bodies/streamed-body.js';
import { closeIfUnread } from '../http/responses/unread-bodies.js';
import { writeError } from '../http/errors/error.filter.js';
import type { NextFunction, Request, Response } from '../request/request.js';
import type { RequestHandler } from 'express';

/** How long a body may take, and how many incomplete bodies a person and a network may have. */
export interface BodyBounds {
  timeoutMs: number;
  perPerson: number;
  perNetwork: number;
}

/** A network may be an office; each incomplete body may take 256 KiB. */
export const BODY_BOUNDS: BodyBounds = { timeoutMs: 15_000, perPerson: 32, perNetwork: 256 };

/**
 * The middleware that reads bodies before the guards run: a caller who passed the guards before the last byte could
 * lose the permission meanwhile. A request without a body passes at once.
 *
 * A streamed body is only counted here: its handler reads it, and asks the guard again after the last byte.
 *
 * Too many incomplete bodies are 429 and not 503: the server is well, but this client has too many requests.
 *
 * @spec SPEC-002.24, SPEC-007.32, SPEC-009.19, SPEC-020.11
 */
export function bodyReader(
  callers: CallerIdentity,
  streamedAs: StreamedAs,
  bounds: BodyBounds = BODY_BOUNDS,
): RequestHandler {
  const unfinished = new UnfinishedBodies(bounds);
  return (request, response, next) => {
    if (!hasBody(request)) return next();
    const caller = callers.keyOf(request);
    if (caller instanceof Promise) void caller.then((known) => read(known, request, response, next), next);
    else read(caller, request, response, next);
  };

  function read(caller: string | null, request: Request, response: Response, next: NextFunction): void {
    if (response.closed) return; // gone while the caller was looked up: nothing would take the count back
    const leave = unfinished.enter(clientNetwork(request.ip), caller);
    if (!leave) return giveUp(request, response, limitErrors.rateLimited(Math.ceil(bounds.timeoutMs / 1000)));
    response.once('close', leave);
    const arriving = { request, response, next, leave, timeoutMs: bounds.timeoutMs };
    const streamed = streamedAs(request);
    if (streamed) leaveToHandler(arriving, streamed);
    else readNow(arriving);
  }
}

interface Arriving {
  request: Request;
  response: Response;
  next: NextFunction;
  leave: () => void;
  timeoutMs: number;
}

function readNow({ request, response, next, leave, timeoutMs }: Arriving): void {
  const timer = setTimeout(() => giveUp(request, response, errors.requestTimeout()), timeoutMs);
  readBody(request, response, () => {
    clearTimeout(timer);
    leave();
    if (!response.headersSent && !response.destroyed) next();
  });
}

function leaveToHandler({ request, response, next, leave, timeoutMs }: Arriving, as: 'multipart' | 'data'): void {
  request.bodyType = as;
  request.bodyIdleMs = timeoutMs;
  request.once('end', leave);
  closeIfUnread(request, response);
  next();
}

/** Answers at once. Node then closes the connection, so the rest of the body is not awaited. */
function giveUp(request: Request, response: Response, error: AppError): void {
  response.setHeader('Connection', 'close');
  writeError(request, response, error);
}

/** Counts incomplete bodies. */
class UnfinishedBodies {
  private readonly networks: OpenRequests;
  private readonly people: OpenRequests;

  constructor({ perNetwork, perPerson }: BodyBounds) {
    this.networks = new OpenRequests(perNetwork);
    this.people = new OpenRequests(perPerson);
  }

  /** Returns what to call when the body is there, any number of times; null where there are too many. */
  enter(network: string, caller: string | null): (() => void) | null {
    if (!this.networks.enter(network)) return null;
    if (caller !== null && !this.people.enter(caller)) {
      this.networks.leave(network);
      return null;
    }
    let isOver = false;
    return () => {
      if (isOver) return;
      isOver = true;
      this.networks.leave(network);
      if (caller !== null) this.people.leave(caller);
    };
  }
}
