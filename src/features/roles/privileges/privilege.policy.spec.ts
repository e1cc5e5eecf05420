import fc from 'fast-check';
import type { Permission } from '../../../platform/request/permissions.js';
import { missingFor, type PrivilegeChange } from './privilege.policy.js';

const SOME: Permission[] = [
  'create_task',
  'read_task',
  'read_user',
  'update_user',
  'read_role',
  'manage_role',
  'read_audit',
];
const ROLES = 5;
const PEOPLE = 4;

/** Person 0 is the administrator of whom the properties speak. */
interface World {
  roles: (readonly Permission[])[];
  people: (readonly number[])[];
}

type Act =
  | { kind: 'make or change a role'; role: number; permissions: readonly Permission[] }
  | { kind: 'give roles'; person: number; roles: readonly number[] }
  | { kind: 'delete a person'; person: number };

const permissions = fc.subarray(SOME);
const roleNumbers = fc.subarray(Array.from({ length: ROLES }, (_, index) => index));
const world: fc.Arbitrary<World> = fc.record({
  roles: fc.array(permissions, { minLength: ROLES, maxLength: ROLES }),
  people: fc.array(roleNumbers, { minLength: PEOPLE, maxLength: PEOPLE }),
});
const role = fc.nat(ROLES - 1);
const person = fc.nat(PEOPLE - 1);
const act: fc.Arbitrary<Act> = fc.oneof(
  fc.record({ kind: fc.constant('make or change a role' as const), role, permissions }),
  fc.record({ kind: fc.constant('give roles' as const), person, roles: roleNumbers }),
  fc.record({ kind: fc.constant('delete a person' as const), person }),
);

const allowedBy = ({ roles }: World, held: readonly number[]) => held.flatMap((each) => roles[each] ?? []);
const privilegesOf = (world: World, who: number) => new Set(allowedBy(world, world.people[who] ?? []));

function changeOf(before: World, act: Act): PrivilegeChange {
  if (act.kind === 'make or change a role') return { before: before.roles[act.role], after: act.permissions };
  const held = [...privilegesOf(before, act.person)];
  return act.kind === 'give roles' ? { before: held, after: allowedBy(before, act.roles) } : { before: held };
}

function after(before: World, act: Act): World {
  if (act.kind === 'make or change a role') return { ...before, roles: before.roles.with(act.role, act.permissions) };
  return { ...before, people: before.people.with(act.person, act.kind === 'give roles' ? act.roles : []) };
}

/** What becomes of the world when the administrator tries all of this. */
function tryAll(start: World, acts: readonly Act[]): World {
  return acts.reduce(
    (now, act) => (missingFor(privilegesOf(now, 0), changeOf(now, act)).length === 0 ? after(now, act) : now),
    start,
  );
}

describe('The policy of privileges', () => {
  it('keeps what an administrator lacks exactly where it was, whatever they do one after the other', () => {
    fc.assert(
      fc.property(world, fc.array(act, { maxLength: 30 }), (start, acts) => {
        const own = privilegesOf(start, 0);
        const end = tryAll(start, acts);
        for (let who = 0; who < PEOPLE; who++) {
          const lacked = (world: World) => SOME.filter((name) => !own.has(name) && privilegesOf(world, who).has(name));
          expect(lacked(end)).toEqual(lacked(start));
        }
      }),
    );
  });

  it('lets whoever holds everything do everything', () => {
    const all = new Set(SOME);
    fc.assert(
      fc.property(world, act, (start, act) => {
        expect(missingFor(all, changeOf(start, act))).toEqual([]);
      }),
    );
  });

  it('names each missing permission once', () => {
    const own = new Set<Permission>(['read_user']);
    const change: PrivilegeChange = { before: ['read_user', 'read_role'], after: ['read_role', 'read_audit'] };
    expect(missingFor(own, change)).toEqual(['read_role', 'read_audit']);
  });
});
