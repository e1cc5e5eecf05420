import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import type { NextFunction } from 'express';
import { errors } from '../errors/errors.js';
import { writeError } from '../http/error.filter.js';
import type { Request, Response } from '../http/request.js';
import { Crowd } from './crowd.js';

/** Answers until the very end: whoever asks whether the program lives must not be told that it is busy dying. */
const ALWAYS_ANSWERED = '/health/live';

/**
 * Whether this instance takes requests, and how many it is working on. Stopping comes first of all that ends: from
 * then on whoever comes is sent away politely, while what is in flight is finished.
 *
 * @spec SPEC-012.16, SPEC-012.17, SPEC-012.20
 */
@Injectable()
export class Lifecycle implements OnApplicationBootstrap {
  private phase: 'starting' | 'serving' | 'stopping' = 'starting';
  private readonly crowd = new Crowd();
  private whenIdle: (() => void)[] = [];

  onApplicationBootstrap(): void {
    if (this.phase === 'starting') this.phase = 'serving';
  }

  /** False while starting and once stopping has begun: no new requests, please. */
  get isServing(): boolean {
    return this.phase === 'serving';
  }

  /** Middleware, before anything that could fail or take time: a refusal costs next to nothing. */
  readonly admit = (request: Request, response: Response, next: NextFunction): void => {
    if (request.path !== ALWAYS_ANSWERED) {
      if (this.phase === 'stopping') {
        response.setHeader('Connection', 'close');
        return writeError(request, response, errors.shuttingDown());
      }
      if (this.crowd.isFull) return writeError(request, response, errors.overloaded());
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

  private leave(leave: () => void): void {
    leave();
    if (this.crowd.size === 0) this.whenIdle.splice(0).forEach((tell) => tell());
  }
}
