import type { NextFunction, Request, Response } from 'express';
import type { Actor } from '../access/actor.js';
import type { AccessRule } from '../access/access-rule.js';
import type { AppError } from '../errors/app-error.js';
import type { Stay } from '../lifecycle/crowd.js';

/** The row in a request's path, found and allowed by the guard. */
export interface RowInPath {
  kind: string;
  id: number;
  row: unknown;
}

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
    rowInPath?: RowInPath;
    rule?: AccessRule;
  }
}

export type { NextFunction, Request, Response };
