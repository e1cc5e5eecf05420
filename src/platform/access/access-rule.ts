import type { Permission } from '../request/permissions.js';

/** The kind of row that `:id` in the path names, and the relations to it of which the caller needs one. */
export interface ResourceRule {
  of: string;
  as?: readonly string[];
}

/** What a route requires of its caller. A route without a rule is closed. */
export type AccessRule =
  | { kind: 'public' }
  | { kind: 'api_key' }
  | { kind: 'signed_in'; evenIfPasswordMustChange: boolean }
  | ({ kind: 'permission'; permission: Permission } & Partial<ResourceRule>);

/** The row in the path of a request. The guard has found it and has checked access. */
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
