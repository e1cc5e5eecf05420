import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { ThrottlerStorage } from '@nestjs/throttler';
import type { Server } from 'socket.io';
import type { AppError } from '../../errors/app-error.js';
import { answerBare } from '../../http/errors/client-errors.js';
import { toAppError, writeError } from '../../http/errors/error.filter.js';
import type { Request, Response } from '../../request/request.js';
import { requestContext } from '../../request/request-context.js';
import { cutIfUnread, whenAnswered } from '../../http/responses/unread-answers.js';
import { clientNetwork } from '../../request/client-network.js';
import { limitErrors } from '../../limits/limit.errors.js';

type Engine = Server['engine'];
type Handshake = Request & { _query: { sid?: string } };

/**
 * Counts each handshake for its network, in the same window as requests of the API, before anything else is done: the
 * person is only known after the handshake. Messages of an open connection have their own limit.
 *
 * @spec SPEC-010.38
 */
export function limitHandshakes(engine: Engine, limits: ThrottlerStorage): void {
  const { clients } = engine as unknown as { clients: Record<string, unknown> };
  engine.use((raw: IncomingMessage, answer: ServerResponse, next: () => void) => {
    const request = raw as Handshake;
    const isUpgrade = request.headers.upgrade !== undefined && typeof answer.on !== 'function';
    if (!isUpgrade) whenAnswered(answer, () => cutIfUnread(answer));
    const { sid } = request._query;
    if (sid !== undefined && Object.hasOwn(clients, sid)) return next();
    const { socket } = request;
    socket.on('error', ignore);
    void refusal(request, limits).then((error) => {
      socket.off('error', ignore);
      if (!error) next();
      else if (isUpgrade) refuseUpgrade(socket, error);
      else refuse(request, answer as Response, error);
    });
  });
}

async function refusal(request: Handshake, limits: ThrottlerStorage): Promise<AppError | null> {
  try {
    const hit = await limits.increment(`ip:${clientNetwork(request.ip)}`, 0, 0, 0, 'default');
    return hit.isBlocked ? limitErrors.rateLimited(hit.timeToBlockExpire) : null;
  } catch (error) {
    return toAppError(error);
  }
}

function refuse(request: Handshake, response: Response, error: AppError): void {
  requestContext(request, response, ignore);
  response.setHeader('Cache-Control', 'no-store');
  writeError(request, response, error);
}

/** Browsers show nothing of it, other clients do. */
function refuseUpgrade(socket: Socket, error: AppError): void {
  socket.on('error', ignore);
  answerBare(socket, error.kind === 'limited' ? 429 : 503, error, [
    ['Retry-After', String(error.retryAfterSeconds ?? 1)],
    ['Cache-Control', 'no-store'],
  ]);
}

const ignore = () => undefined;
