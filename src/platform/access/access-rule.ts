import type { Permission } from '../request/permissions.js';

/**
 * Which API tokens may call a route about the account: `any`, or only those that are for `all_projects`. Without it none
 * may.
 */
export type TokenReach = 'any' | 'all_projects';

/** What a route requires of its caller. A route without a rule is closed. */
export type AccessRule =
  | { kind: 'public' }
  | { kind: 'api_key' }
  /**
   * `of` is the kind of row that `:id` in the path names, which must be the caller's own; others are hidden from them.
   * `orRefreshToken`: without an access token, the route itself judges a refresh token that was sent.
   */
  | { kind: 'signed_in'; evenIfPasswordMustChange: boolean; of?: string; byToken?: TokenReach; orRefreshToken?: true }
  /**
   * `of` is the kind of row that `:id` in the path names: its policy says which relation the permission needs.
   * `inProjects`: the route itself leaves out what an API token for certain projects does not reach.
   */
  | { kind: 'permission'; permission: Permission; of?: string; inProjects?: boolean };

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
