import { errors } from '../errors/errors.js';
import type { ErrorDetail } from '../errors/app-error.js';
import type { Actor } from '../request/actor.js';
import type { Permission } from '../request/permissions.js';
import { accessErrors } from './access-errors.js';

/** What somebody may want to do to a row: what a permission allows, or one field of it (`update_project.owner_id`). */
export type Action = Permission | `${Permission}.${string}`;

/** For each action the relations of which one is needed; none where the permission is enough. */
export type Needs<Relation extends string = string> = Partial<Record<Action, readonly Relation[]>>;

/** Whoever is judged: the caller, or somebody who is about to be told of something. */
export type Principal = Pick<Actor, 'id' | 'can'> & Partial<Pick<Actor, 'projectIds'>>;

const OWN = 'own';

/** How somebody was judged: the relations of which they need one, and those that they have. */
export interface Verdict {
  isPermitted: boolean;
  isRelated: boolean;
  /** Not where an API token is for certain projects, and the row is in none of them. */
  isReached: boolean;
  needed: readonly string[];
  held: readonly string[];
}

const declared = new Map<string, Map<string, readonly string[]>>();
const hidden = new Set<string>();

/** Whom each permission needs, for the rows of one kind. This is the only place where it is written. */
export class Policy<Row> {
  constructor(
    readonly resource: string,
    /** What somebody is to a row. */
    readonly relationsOf: (principal: Principal, row: Row) => readonly string[],
    /** What errors call such a row. */
    readonly noun = resource,
    /** The project that a row is in; undefined for one that is in none. */
    private readonly projectOf: (row: Row) => number | undefined = () => undefined,
  ) {}

  /** What somebody needs, what they have of it, and whether that is enough. An action that no policy knows never is. */
  evaluate(principal: Principal, row: Row, action: Action): Verdict {
    const needed = relationsNeeded(this.resource, action);
    const held = needed?.length ? this.relationsOf(principal, row) : [];
    const isRelated = needed !== undefined && (needed.length === 0 || needed.some((one) => held.includes(one)));
    const isPermitted = principal.can(permissionOf(action));
    return { isPermitted, isRelated, isReached: this.isReached(principal, row), needed: needed ?? [], held };
  }

  /** Whether somebody has the permission and one of the relations that it needs. */
  allows(principal: Principal, row: Row, action: Action): boolean {
    const { isPermitted, isRelated, isReached } = this.evaluate(principal, row, action);
    return isPermitted && isRelated && isReached;
  }

  /** @throws AppError `forbidden` with what is missing: the permission, or the relations */
  require(principal: Principal, row: Row, action: Action): void {
    const { isPermitted, isRelated, isReached, needed } = this.evaluate(principal, row, action);
    if (!isPermitted) throw accessErrors.missingPermission(permissionOf(action));
    if (!isReached) throw accessErrors.beyondToken();
    if (!isRelated) throw errors.forbidden(this.missing(needed));
  }

  /** @throws AppError `not_found` for a row of somebody else */
  requireOwn(principal: Principal, row: Row): void {
    if (!this.relationsOf(principal, row).includes(OWN)) throw errors.notFound(this.noun);
  }

  private isReached({ projectIds = null }: Principal, row: Row): boolean {
    if (projectIds === null) return true;
    const projectId = this.projectOf(row);
    return projectId !== undefined && projectIds.includes(projectId);
  }

  private missing(needed: readonly string[]): ErrorDetail {
    const message = `Only the ${this.noun}'s ${needed.join(' or ')} may do this.`;
    return { field: this.noun, code: needed.join('_or_'), message };
  }
}

/**
 * The policy of one kind of row. Without `relationsOf`, nobody is anything to it; without `projectOf`, API tokens for
 * certain projects don't reach it.
 */
export function policy<Row, Relation extends string = never>(
  resource: string,
  needs: Needs<Relation>,
  relationsOf: (principal: Principal, row: Row) => readonly Relation[] = () => [],
  { noun, projectOf }: { noun?: string; projectOf?: (row: Row) => number | undefined } = {},
): Policy<Row> {
  extendPolicy(resource, needs);
  return new Policy(resource, relationsOf, noun, projectOf);
}

/** The policy of rows that are one person's own: for everybody else there is no such row (404). */
export function hiddenPolicy<Row>(resource: string, ownerOf: (row: Row) => number): Policy<Row> {
  hidden.add(resource);
  return new Policy<Row>(resource, (principal, row) => (ownerOf(row) === principal.id ? [OWN] : []));
}

export function isHidden(resource: string): boolean {
  return hidden.has(resource);
}

/** What the permissions of one feature need of a row of another feature, such as a task's of its project. */
export function extendPolicy<Relation extends string>(resource: string, needs: Needs<Relation>): void {
  const known = declared.get(resource) ?? new Map<string, readonly string[]>();
  for (const [action, relations] of Object.entries<readonly Relation[] | undefined>(needs)) {
    if (known.has(action)) throw new Error(`The policy of "${resource}" says twice whom "${action}" needs.`);
    known.set(action, relations ?? []);
  }
  declared.set(resource, known);
}

/** Undefined where no policy says so: then nobody may. */
export function relationsNeeded(resource: string, action: Action): readonly string[] | undefined {
  return declared.get(resource)?.get(action);
}

/** The fields of a permission that need more than it does, each with its relations. */
export function fieldsNeeding(
  resource: string,
  permission: Permission,
): [field: string, relations: readonly string[]][] {
  const prefix = `${permission}.`;
  return [...(declared.get(resource) ?? [])].flatMap(([action, relations]) =>
    action.startsWith(prefix) ? [[action.slice(prefix.length), relations] as [string, readonly string[]]] : [],
  );
}

function permissionOf(action: Action): Permission {
  return action.split('.', 1)[0] as Permission;
}
