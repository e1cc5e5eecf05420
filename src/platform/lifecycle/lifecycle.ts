import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Config } from '../config/config.js';
import { WAITING_PER_CONNECTION } from '../database/database.js';
import { AppError } from '../errors/app-error.js';
import { errors } from '../errors/errors.js';
import { writeError } from '../http/error.filter.js';
import { hasBody } from '../input/body.js';
import type { NextFunction, Request, Response } from '../request/request.js';
import { cutIfUnread, whenAnswered } from '../http/unread-answers.js';
import { clientNetwork } from '../request/client-network.js';
import { OpenRequests } from '../limits/open-requests.js';
import type { Stay } from '../request/stay.js';
import { AdmissionControl } from './admission-control.js';

/** Answers until the very end: whoever asks whether the program lives must not be told that it is busy dying. */
const ALWAYS_ANSWERED = '/health/live';

/** Made once: an error of its own for each refusal costs more than the rest of it. */
const SHUTTING_DOWN = errors.shuttingDown();
const OVERLOADED = errors.overloaded();
const CROWDED_NETWORK = new AppError(
  'unavailable',
  'overloaded',
  'Too many requests from your network are under way at once; let some of them end, and read their answers.',
  { retryAfterSeconds: 1 },
);

/**
 * A connection that was refused is not read for so long, give or take a tenth: who keeps to `Retry-After` doesn't
 * notice, and who asks again at once would otherwise take the time of those who were let in.
 */
const PAUSE_MS = 750;

const NOTHING = () => undefined;

/** A GET has no body that anybody reads. */
const WITH_BODY = new Set(['POST', 'PUT', 'PATCH', 'DELETE']);

/**
 * Whether this instance takes requests, and how many it is working on. Stopping comes first of all that ends: from
 * then on whoever comes is sent away politely, while what is in flight is finished.
 *
 * @spec SPEC-012.16, SPEC-012.17, SPEC-012.20, SPEC-012.27, SPEC-012.36, SPEC-012.37, SPEC-012.38
 */
@Injectable()
export class Lifecycle implements OnApplicationBootstrap {
  private phase: 'starting' | 'serving' | 'stopping' = 'starting';
  private readonly admissions: AdmissionControl;
  /** One network may have half of what there is room for, unread answers included; the rest is for everybody else. */
  private readonly networks: OpenRequests;
  private open = 0;
  private whenIdle: (() => void)[] = [];

  constructor(config: Config) {
    this.admissions = new AdmissionControl(config.databasePoolMax * WAITING_PER_CONNECTION);
    this.networks = new OpenRequests(this.admissions.most / 2);
  }

  onApplicationBootstrap(): void {
    if (this.phase === 'starting') this.phase = 'serving';
  }

  /** False while starting and once stopping has begun: no new requests, please. */
  get isServing(): boolean {
    return this.phase === 'serving';
  }

  /** Requests that came in and are not over, and those of them that are being worked on. */
  get underWay(): { open: number; atWork: number } {
    return { open: this.open, atWork: this.admissions.atWork };
  }

  /**
   * The gate of the HTTP server, after the headers that every answer has and before all that could fail or take time:
   * a refusal costs next to nothing.
   */
  readonly admit = (request: Request, response: Response, next: NextFunction): void => {
    const refusal = request.url === ALWAYS_ANSWERED ? null : this.refusal();
    if (refusal) return refuse(request, response, refusal);
    const leaveNetwork = request.url === ALWAYS_ANSWERED ? NOTHING : this.networks.enter(clientNetwork(request.ip));
    if (!leaveNetwork) return refuse(request, response, CROWDED_NETWORK);
    this.welcome(request, response, leaveNetwork);
    next();
  };

  /** Sends newcomers away. @returns true when the last request is answered, false after the grace */
  async stop(graceMs: number): Promise<boolean> {
    this.phase = 'stopping';
    if (this.open === 0) return true;
    return new Promise((resolve) => {
      const timer = setTimeout(() => resolve(false), graceMs);
      this.whenIdle.push(() => {
        clearTimeout(timer);
        resolve(true);
      });
    });
  }

  private refusal(): AppError | null {
    if (this.phase === 'stopping') return SHUTTING_DOWN;
    return this.admissions.isFull ? OVERLOADED : null;
  }

  /** Its stay ends with its answer; how long somebody takes to read that is their own business, within bounds. */
  private welcome(request: Request, response: Response, leaveNetwork: () => void): void {
    const stay = this.admissions.enter();
    request.stay = stay;
    if (WITH_BODY.has(request.method) && hasBody(request)) untilBody(request, stay);
    whenAnswered(response, () => {
      stay.leave();
      cutIfUnread(response);
    });
    this.open++;
    response.once('close', () => {
      stay.leave();
      leaveNetwork();
      if (--this.open === 0) this.whenIdle.splice(0).forEach((tell) => tell());
    });
  }
}

function refuse(request: Request, response: Response, refusal: AppError): void {
  if (refusal === SHUTTING_DOWN) response.setHeader('Connection', 'close');
  writeError(request, response, refusal);
  if (refusal !== SHUTTING_DOWN) rest(request);
}

/** The clock starts when all of the body is here: until then the client is the slow one. */
function untilBody(request: Request, stay: Stay): void {
  stay.pause();
  request.once('end', () => stay.resume());
}

/** Once Node has let go of the request and its body: until then it goes on reading of itself. */
function rest(request: Request): void {
  request.once('close', () => {
    const { socket } = request;
    socket.pause();
    setTimeout(() => socket.resume(), PAUSE_MS * (0.9 + Math.random() / 5)).unref();
  });
}
