import type { Permission } from './permissions.js';

/** Which row the path names by `:id`, and which relations to it open the door (any of them does). */
export interface RowRule {
  of: string;
  as?: readonly string[];
}

/** What a route demands of its caller; a route without one is closed. */
export type AccessRule =
  | { kind: 'public' }
  | { kind: 'api_key' }
  | { kind: 'signed_in'; evenIfPasswordMustChange: boolean }
  | ({ kind: 'permission'; permission: Permission } & Partial<RowRule>);
