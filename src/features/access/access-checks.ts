import type { Verdict } from '../../platform/access/policy.js';
import { PROJECT_ROLES } from '../projects/project.entity.js';
import type { Standing } from './access-explanation.repository.js';

/** One thing that the guard asks, in words. */
export interface Check {
  check: 'account' | 'permission' | 'relation' | 'token';
  isPassed: boolean;
  needed: string | null;
  held: string | null;
  because: string[];
}

export function accountCheck({ isActive, passwordMustChange }: Standing): Check {
  const held = !isActive ? 'disabled' : passwordMustChange ? 'password_must_change' : 'active';
  const because = {
    active: 'The account is active.',
    disabled: 'The account is disabled.',
    password_must_change: 'The password must be changed first.',
  }[held];
  return { check: 'account', isPassed: held === 'active', needed: 'active', held, because: [because] };
}

export function permissionCheck(permission: string, { givenBy }: Standing, { isPermitted }: Verdict): Check {
  const given = givenBy.map((role) => `The role ${role} gives this permission.`);
  const because = isPermitted ? given : ['No role of this person gives this permission.'];
  return {
    check: 'permission',
    isPassed: isPermitted,
    needed: permission,
    held: isPermitted ? permission : null,
    because,
  };
}

export function relationCheck(resource: string, { isRelated, needed, held }: Verdict, managesAll: boolean): Check {
  const passed = { check: 'relation', isPassed: isRelated, needed: needed.join(' or ') || null } as const;
  if (managesAll) {
    const because = ['The permission manage_all_projects takes the place of every relation.'];
    return { ...passed, held: 'manage_all_projects', because };
  }
  const role = held.filter(isRole).at(-1);
  const others = held.filter((one) => !isRole(one));
  const because = [
    role
      ? `The person is ${role} of the project; a role includes those before it.`
      : 'The person is no member of the project.',
    ...others.map((one) => `The person is the ${resource}'s ${one}.`),
    ...needed
      .filter((one) => !others.includes(one) && !isRole(one))
      .map((one) => `The person is not the ${resource}'s ${one}.`),
  ];
  return { ...passed, held: [...(role ? [role] : []), ...others].join(' and ') || null, because };
}

/** What the API token that asks allows of it. */
export function tokenCheck(
  permission: string,
  { isNamed, isReached }: { isNamed: boolean; isReached: boolean },
): Check {
  const isPassed = isNamed && isReached;
  const because = [
    ...(isNamed ? [] : ['The API token does not name this permission.']),
    ...(isReached ? [] : ['The API token is for other projects.']),
  ];
  return {
    check: 'token',
    isPassed,
    needed: permission,
    held: isPassed ? permission : null,
    because: isPassed ? ['The API token names this permission and reaches this project.'] : because,
  };
}

function isRole(relation: string): boolean {
  return (PROJECT_ROLES as readonly string[]).includes(relation);
}
