import type { NextFunction, Request, Response } from 'express';
import type { Actor } from './actor.js';
import type { AppError } from '../errors/app-error.js';
import type { AdmissionSlot } from './admission-slot.js';

declare module 'express-serve-static-core' {
  interface Request {
    requestId: string;
    hasMalformedTarget?: true;
    /** Why the body could not be read, and its content type. It is reported after the guards have passed. */
    bodyFailure?: AppError;
    bodyType?: 'json' | 'form' | 'multipart' | 'data';
    /** In milliseconds: how long the next byte of a body that its handler reads may take. */
    bodyIdleMs?: number;
    /** The processing time of the request, for admission control. */
    slot?: AdmissionSlot;
    /** Set by the guard on routes for signed-in people. */
    actor?: Actor;
  }
}

/** The request that a parsed query came with, for what is bound to both (cursors). */
export const REQUEST_OF_QUERY = Symbol('request');

export type { NextFunction, Request, Response };
