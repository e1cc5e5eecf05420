import type { OidcProvider } from '../../../platform/config/oidc.js';

/**
 * The roles of somebody after a sign-in: those that the provider decides on as its claim says, the others as they were.
 *
 * @spec SPEC-039.14
 */
export function rolesAfter(
  held: readonly string[],
  { roles }: Pick<OidcProvider, 'roles'>,
  values: readonly string[],
): string[] {
  const given = [...roles].filter(([, giving]) => giving.some((value) => values.includes(value))).map(([role]) => role);
  const kept = held.filter((role) => !roles.has(role) || given.includes(role));
  return [...kept, ...given.filter((role) => !kept.includes(role))];
}
