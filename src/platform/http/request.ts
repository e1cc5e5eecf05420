import type { Request, Response } from 'express';
import type { Actor } from '../access/actor.js';
import type { AccessRule } from '../access/access-rule.js';
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
    /** Its stay among the requests that are being worked on. */
    stay?: Stay;
    /** Set by the guard on routes for signed-in people. */
    actor?: Actor;
    rowInPath?: RowInPath;
    rule?: AccessRule;
  }
}

export type { Request, Response };
