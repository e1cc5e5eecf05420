import { Injectable } from '@nestjs/common';
import { errors } from '../errors/errors.js';
import { idFromText, isId } from '../input/fields.js';
import type { Request } from '../request/request.js';
import type { Actor } from '../request/actor.js';
import type { Permission } from '../request/permissions.js';
import type { AccessRule, ResourceInPath } from './access-rule.js';
import type { Principal, Policy, Verdict } from './policy.js';
import { rowNameOf } from './row-names.js';

/** What a feature says about one kind of row, so that the guard can find it and judge it. */
export interface Resource<T> {
  /** The row with everything that its view and its policy need, and what this person is to it, in one query. */
  find: (id: number, principal: Principal) => Promise<T | null>;
  /** What a failed precondition shows: for rows that have a version. */
  view?: (row: T) => object;
  /** The id of the row that another name in a path stands for, as `declareRowName` says; null if there is none. */
  idOf?: (name: string) => Promise<number | null>;
  /** Locks the row for a change until the transaction ends, after what a change of it locks first. */
  lock?: (id: number, principal: Principal) => Promise<void>;
}

/** Finds the row in a path, and refuses those who are nothing to it. */
@Injectable()
export class ResourceRegistry {
  private readonly kinds = new Map<string, Resource<unknown> & { policy: Policy<unknown> }>();

  register<T>(policy: Policy<T>, kind: Resource<T>): void {
    this.kinds.set(policy.resource, { ...(kind as Resource<unknown>), policy: policy as Policy<unknown> });
  }

  /** Puts the id of the row in the place of its other name, so that all that follows knows it by one spelling. */
  async resolveName(rule: AccessRule, params: Record<string, unknown>): Promise<void> {
    const kind = 'of' in rule ? rule.of : undefined;
    const isName = typeof params.id === 'string' && rowNameOf(kind)?.test(params.id);
    if (!isName || kind === undefined) return;
    params.id = String((await this.kind(kind).idOf?.(params.id as string)) ?? params.id);
  }

  /**
   * Undefined where the rule names no row.
   *
   * @throws AppError `not_found` for an id that is none or names nothing, and for hidden rows of others; `forbidden`
   *   without the relation
   */
  async require(actor: Actor, rule: AccessRule, idInPath: unknown): Promise<ResourceInPath | undefined> {
    if (!('of' in rule) || rule.of === undefined) return undefined;
    const id = idFromText(idInPath);
    const kind = this.kind(rule.of);
    const row = isId(id) ? await kind.find(id, actor) : null;
    if (row === null) throw errors.notFound(kind.policy.noun);
    if (rule.kind === 'permission') kind.policy.require(actor, row, rule.permission);
    else kind.policy.requireOwn(actor, row);
    return { kind: rule.of, id: id as number, row };
  }

  /** What the guard would find, without applying it; null for a row that there isn't. */
  async evaluate(principal: Principal, permission: Permission, name: string, id: number): Promise<Verdict | null> {
    const kind = this.kind(name);
    const row = await kind.find(id, principal);
    return row === null ? null : kind.policy.evaluate(principal, row, permission);
  }

  /** The row of a request as it is now, judged anew. */
  async refresh(request: Request): Promise<void> {
    const { actor, rule, resource } = request;
    if (actor && resource && rule) request.resource = await this.require(actor, rule, String(resource.id));
  }

  /** The same, after nobody else can change it until the transaction ends. */
  async lock(request: Request): Promise<void> {
    const { actor, resource } = request;
    if (actor && resource) await this.kind(resource.kind).lock?.(resource.id, actor);
    await this.refresh(request);
  }

  /** What the row in the path looks like to its reader. */
  view({ kind, row }: ResourceInPath): object {
    return this.kind(kind).view?.(row) ?? {};
  }

  private kind(name: string) {
    const kind = this.kinds.get(name);
    if (!kind) throw new Error(`No repository has registered the row kind "${name}".`);
    return kind;
  }
}
