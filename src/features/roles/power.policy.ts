import type { Permission } from '../../platform/request/permissions.js';

/** What a role or a person may do, before and after a change. What is made has no before, what goes no after. */
export interface PowerChange {
  before?: readonly Permission[];
  after?: readonly Permission[];
}

/**
 * The permissions that somebody lacks for a change: nobody gives, takes or touches what they don't hold themselves. So
 * what a limited administrator lacks stays exactly where it was, whatever they do.
 */
export function missingFor(own: ReadonlySet<Permission>, { before = [], after = [] }: PowerChange): Permission[] {
  return [...new Set([...before, ...after])].filter((permission) => !own.has(permission));
}
