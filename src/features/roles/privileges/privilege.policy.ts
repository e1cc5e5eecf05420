import type { Permission } from '../../../platform/request/permissions.js';

/** The permissions of a role or a person before and after a change. A new one has no before, a deleted one no after. */
export interface PrivilegeChange {
  before?: readonly Permission[];
  after?: readonly Permission[];
}

/**
 * The permissions that a caller lacks for a change: nobody can grant, revoke or affect a permission that they don't
 * hold. So an administrator with fewer permissions can't change who holds the others.
 */
export function missingFor(own: ReadonlySet<Permission>, { before = [], after = [] }: PrivilegeChange): Permission[] {
  return [...new Set([...before, ...after])].filter((permission) => !own.has(permission));
}
