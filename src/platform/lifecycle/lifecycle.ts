import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Config } from '../config/config.js';
import { WAITING_PER_CONNECTION } from '../database/database.js';
import { AppError } from '../errors/app-error.js';
import { errors } from '../errors/errors.js';
import { writeError } from '../http/errors/error.filter.js';
import { hasBody } from '../input/bodies/body.js';
import type { NextFunction, Request, Response } from '../request/request.js';
import { cutIfUnread, whenAnswered } from '../http/responses/unread-answers.js';
import { clientNetwork } from '../request/client-network.js';
import { OpenRequests } from '../limits/open-requests.js';
import type { AdmissionSlot } from '../request/admission-slot.js';
import { AdmissionControl, LONGEST_AWAY } from './admission-control.js';

/** Liveness is answered until the end of a shutdown, so that the process is not restarted meanwhile. */
const ALWAYS_ANSWERED = '/health/live';

/** Created once: a new error for each refusal costs more than the rest of the refusal. */
const SHUTTING_DOWN = errors.shuttingDown();
const OVERLOADED = Array.from({ length: LONGEST_AWAY }, (_, nth) => errors.overloaded(undefined, nth + 1));
const CROWDED_NETWORK = new AppError(
  'unavailable',
  'overloaded',
  'Too many requests from your network are under way at once; let some of them end, and read their answers.',
  { retryAfterSeconds: 1 },
);

/**
 * After a refusal, the connection is not read for this time for each second of `Retry-After`, plus or minus a tenth. Clients
 * that respect it don't notice. Clients that retry at once would otherwise take time from accepted requests.
 */
const PAUSE_MS = 900;

/** The body of a GET is not read. */
const WITH_BODY = new Set(['POST', 'PUT', 'PATCH', 'DELETE']);

/**
 * Whether this instance accepts requests, and how many are running. At a shutdown, this stops first: new requests are
 * refused with 503, while running ones are finished.
 *
 * @spec SPEC-012.16, SPEC-012.17, SPEC-012.20, SPEC-012.27, SPEC-012.36, SPEC-012.37, SPEC-012.38, SPEC-012.68
 */
@Injectable()
export class Lifecycle implements OnApplicationBootstrap {
  private phase: 'starting' | 'serving' | 'stopping' = 'starting';
  private readonly admissions: AdmissionControl;
  /** One network may use half of the capacity, including unread answers; the rest is for other networks. */
  private readonly networks: OpenRequests;
  private open = 0;
  private readonly ending = new AbortController();
  private whenIdle: (() => void)[] = [];

  constructor(config: Config) {
    this.admissions = new AdmissionControl(config.databasePoolMax * WAITING_PER_CONNECTION);
    this.networks = new OpenRequests(this.admissions.most / 2);
  }

  onApplicationBootstrap(): void {
    if (this.phase === 'starting') this.phase = 'serving';
  }

  /** False during the start and from the beginning of the shutdown on: new requests are refused. */
  get isServing(): boolean {
    return this.phase === 'serving';
  }

  /** Aborts when the shutdown begins: requests that wait for something should end. */
  get stopping(): AbortSignal {
    return this.ending.signal;
  }

  /** The number of open requests, and of those that are being processed. */
  get underWay(): { open: number; atWork: number } {
    return { open: this.open, atWork: this.admissions.atWork };
  }

  /**
   * The admission middleware of the HTTP server. It runs after the common headers and before everything that can fail
   * or take time, so a refusal is cheap.
   */
  readonly admit = (request: Request, response: Response, next: NextFunction): void => {
    if (request.url !== ALWAYS_ANSWERED) {
      const refusal = this.refusal();
      if (refusal) return refuse(request, response, refusal);
      const network = clientNetwork(request.ip);
      if (!this.networks.enter(network)) return refuse(request, response, CROWDED_NETWORK);
      response.once('close', () => this.networks.leave(network));
    }
    this.welcome(request, response);
    next();
  };

  /** Refuses new requests. @returns true when the last request is answered, false after the grace period */
  async stop(graceMs: number): Promise<boolean> {
    this.phase = 'stopping';
    this.ending.abort();
    if (this.open === 0) return true;
    return new Promise((resolve) => {
      const timer = setTimeout(() => resolve(false), graceMs);
      this.whenIdle.push(() => {
        clearTimeout(timer);
        resolve(true);
      });
    });
  }

  private refusal(): AppError | undefined {
    if (this.phase === 'stopping') return SHUTTING_DOWN;
    return this.admissions.isFull ? OVERLOADED[this.admissions.refuse() - 1] : undefined;
  }

  /** Processing ends with the answer. The time that a client takes to read it is bounded, but does not count. */
  private welcome(request: Request, response: Response): void {
    const slot = this.admissions.enter();
    request.slot = slot;
    if (WITH_BODY.has(request.method) && hasBody(request)) untilBody(request, slot);
    whenAnswered(response, () => {
      slot.release();
      cutIfUnread(response);
    });
    this.open++;
    response.once('close', () => {
      slot.release();
      if (--this.open === 0) this.whenIdle.splice(0).forEach((tell) => tell());
    });
  }
}

function refuse(request: Request, response: Response, refusal: AppError): void {
  if (refusal === SHUTTING_DOWN) response.setHeader('Connection', 'close');
  writeError(request, response, refusal);
  if (refusal !== SHUTTING_DOWN) rest(request, refusal.retryAfterSeconds ?? 1);
}

/** The clock starts when the whole body has arrived: until then, the client is what is slow. */
function untilBody(request: Request, slot: AdmissionSlot): void {
  slot.pause();
  request.once('end', () => slot.resume());
}

/** Runs after Node has finished the request and its body: until then, Node keeps reading by itself. */
function rest(request: Request, seconds: number): void {
  request.once('close', () => {
    const { socket } = request;
    socket.pause();
    setTimeout(() => socket.resume(), PAUSE_MS * seconds * (0.9 + Math.random() / 5)).unref();
  });
}
