import type { NextFunction, Request, Response } from 'express';
import type { Actor } from './actor.js';
import type { AppError } from '../errors/app-error.js';
import type { Stay } from './stay.js';

declare module 'express-serve-static-core' {
  interface Request {
    requestId: string;
    hasMalformedTarget?: true;
    /** Why the body could not be read, and the type that it has; told after the guards have judged. */
    bodyFailure?: AppError;
    bodyType?: 'json' | 'form';
    /** Its stay among the requests that are being worked on. */
    stay?: Stay;
    /** Set by the guard on routes for signed-in people. */
    actor?: Actor;
  }
}

/** The request that a parsed query came with, for what is bound to both (cursors). */
export const REQUEST_OF_QUERY = Symbol('request');

export type { NextFunction, Request, Response };
