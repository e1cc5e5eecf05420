import { Injectable } from '@nestjs/common';
import { errors } from '../errors/errors.js';
import { idFromText, isId } from '../input/fields.js';
import type { Request } from '../request/request.js';
import type { Actor } from '../request/actor.js';
import type { AccessRule, ResourceInPath, ResourceRule } from './access-rule.js';
import { rowNameOf } from './row-names.js';

/** What a feature says about one kind of row, so that the guard can find it and judge it. */
export interface Resource<T> {
  /** The row with everything that its view and its policy need, in one query. */
  find: (id: number) => Promise<T | null>;
  /** The feature's policy: what the actor is to this row. */
  relations: (actor: Actor, row: T) => readonly string[];
  view: (row: T) => object;
  /** The id of the row that another name in a path stands for, as `declareRowName` says; null if there is none. */
  idOf?: (name: string) => Promise<number | null>;
  /** Locks the row for a change until the transaction ends, after what a change of it locks first. */
  lock?: (id: number) => Promise<void>;
}

/** Finds the row in a path, and refuses those who are nothing to it. */
@Injectable()
export class ResourceRegistry {
  private readonly kinds = new Map<string, Resource<unknown>>();

  register<T>(name: string, kind: Resource<T>): void {
    this.kinds.set(name, kind as Resource<unknown>);
  }

  /** Puts the id of the row in the place of its other name, so that all that follows knows it by one spelling. */
  async resolveName(rule: AccessRule, params: Record<string, unknown>): Promise<void> {
    const kind = 'of' in rule ? rule.of : undefined;
    const isName = typeof params.id === 'string' && rowNameOf(kind)?.test(params.id);
    if (!isName || kind === undefined) return;
    params.id = String((await this.kind(kind).idOf?.(params.id as string)) ?? params.id);
  }

  /**
   * @throws AppError `not_found` for an id that is none or names nothing, `forbidden` without one of the relations
   */
  async require(actor: Actor, rule: ResourceRule, idInPath: unknown): Promise<ResourceInPath> {
    const id = idFromText(idInPath);
    const kind = this.kind(rule.of);
    const row = isId(id) ? await kind.find(id) : null;
    if (row === null) throw errors.notFound(rule.of);
    if (rule.as && !kind.relations(actor, row).some((relation) => rule.as?.includes(relation))) {
      throw errors.forbidden(missingRelation(rule));
    }
    return { kind: rule.of, id: id as number, row };
  }

  /** The row of a request as it is now, judged anew. */
  async refresh(request: Request): Promise<void> {
    const { actor, rule, resource } = request;
    if (!actor || !resource || rule?.kind !== 'permission') return;
    request.resource = await this.require(actor, { of: resource.kind, ...rule }, String(resource.id));
  }

  /** The same, after nobody else can change it until the transaction ends. */
  async lock(request: Request): Promise<void> {
    const { resource } = request;
    if (resource) await this.kind(resource.kind).lock?.(resource.id);
    await this.refresh(request);
  }

  /** What the row in the path looks like to its reader. */
  view({ kind, row }: ResourceInPath): object {
    return this.kind(kind).view(row);
  }

  private kind(name: string): Resource<unknown> {
    const kind = this.kinds.get(name);
    if (!kind) throw new Error(`No repository has registered the row kind "${name}".`);
    return kind;
  }
}

function missingRelation({ of, as = [] }: ResourceRule): { field: string; code: string; message: string } {
  return { field: of, code: as.join('_or_'), message: `Only the ${of}'s ${as.join(' or ')} may do this.` };
}
