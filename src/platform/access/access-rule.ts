import type { Permission } from '../request/permissions.js';

/** Which row the path names by `:id`, and which relations to it open the door (any of them does). */
export interface ResourceRule {
  of: string;
  as?: readonly string[];
}

/** What a route demands of its caller; a route without one is closed. */
export type AccessRule =
  | { kind: 'public' }
  | { kind: 'api_key' }
  | { kind: 'signed_in'; evenIfPasswordMustChange: boolean }
  | ({ kind: 'permission'; permission: Permission } & Partial<ResourceRule>);

/** The row in a request's path, found and allowed by the guard. */
export interface ResourceInPath {
  kind: string;
  id: number;
  row: unknown;
}

declare module 'express-serve-static-core' {
  interface Request {
    /** What the route demands, and the row that its path names: set by the guard. */
    rule?: AccessRule;
    resource?: ResourceInPath;
  }
}
