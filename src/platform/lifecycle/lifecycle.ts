import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Config } from '../config/config.js';
import { WAITING_PER_CONNECTION } from '../database/database.js';
import type { AppError } from '../errors/app-error.js';
import { errors } from '../errors/errors.js';
import { writeError } from '../http/error.filter.js';
import type { NextFunction, Request, Response } from '../http/request.js';
import { Crowd } from './crowd.js';

/** Answers until the very end: whoever asks whether the program lives must not be told that it is busy dying. */
const ALWAYS_ANSWERED = '/health/live';

/** Made once: an error of its own for each refusal costs more than the rest of it. */
const SHUTTING_DOWN = errors.shuttingDown();
const OVERLOADED = errors.overloaded();

/**
 * A connection that was refused is not read for so long, give or take a tenth: who keeps to `Retry-After` doesn't
 * notice, and who asks again at once would otherwise take the time of those who were let in.
 */
const REST_MS = 750;

/**
 * Whether this instance takes requests, and how many it is working on. Stopping comes first of all that ends: from
 * then on whoever comes is sent away politely, while what is in flight is finished.
 *
 * @spec SPEC-012.16, SPEC-012.17, SPEC-012.20, SPEC-012.27
 */
@Injectable()
export class Lifecycle implements OnApplicationBootstrap {
  private phase: 'starting' | 'serving' | 'stopping' = 'starting';
  private readonly crowd: Crowd;
  private whenIdle: (() => void)[] = [];

  constructor(config: Config) {
    this.crowd = new Crowd(config.databasePoolMax * WAITING_PER_CONNECTION);
  }

  onApplicationBootstrap(): void {
    if (this.phase === 'starting') this.phase = 'serving';
  }

  /** False while starting and once stopping has begun: no new requests, please. */
  get isServing(): boolean {
    return this.phase === 'serving';
  }

  /**
   * The gate of the HTTP server, after the headers that every answer has and before all that could fail or take time:
   * a refusal costs next to nothing.
   */
  readonly admit = (request: Request, response: Response, next: NextFunction): void => {
    const refusal = request.url === ALWAYS_ANSWERED ? null : this.refusal();
    if (refusal) {
      if (refusal === SHUTTING_DOWN) response.setHeader('Connection', 'close');
      writeError(request, response, refusal);
      if (refusal === OVERLOADED) rest(request);
      return;
    }
    const leave = this.crowd.enter();
    response.once('close', () => this.leave(leave));
    next();
  };

  /** Sends newcomers away. @returns true when the last request is answered, false after the grace */
  async stop(graceMs: number): Promise<boolean> {
    this.phase = 'stopping';
    if (this.crowd.size === 0) return true;
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
    return this.crowd.isFull ? OVERLOADED : null;
  }

  private leave(leave: () => void): void {
    leave();
    if (this.crowd.size === 0) this.whenIdle.splice(0).forEach((tell) => tell());
  }
}

/** Once Node has let go of the request and its body: until then it goes on reading of itself. */
function rest(request: Request): void {
  request.once('close', () => {
    const { socket } = request;
    socket.pause();
    setTimeout(() => socket.resume(), REST_MS * (0.9 + Math.random() / 5)).unref();
  });
}
