import { Injectable } from '@nestjs/common';
import { errors } from '../errors/errors.js';
import { idFromText, isId } from '../http/fields.js';
import type { Request, RowInPath } from '../http/request.js';
import type { Actor } from './actor.js';
import type { RowRule } from './access-rule.js';

/** What a feature says about one kind of row, so that the guard can find it and judge it. */
export interface RowKind<T> {
  /** The row with everything that its view and its policy need, in one query. */
  find: (id: number) => Promise<T | null>;
  /** The feature's policy: what the actor is to this row. */
  relations: (actor: Actor, row: T) => readonly string[];
  view: (row: T) => object;
  /** Locks the row for a change until the transaction ends, after what a change of it locks first. */
  lock?: (id: number) => Promise<void>;
}

/** Finds the row in a path, and refuses those who are nothing to it. */
@Injectable()
export class Rows {
  private readonly kinds = new Map<string, RowKind<unknown>>();

  register<T>(name: string, kind: RowKind<T>): void {
    this.kinds.set(name, kind as RowKind<unknown>);
  }

  /**
   * @throws AppError `not_found` for an id that is none or names nothing, `forbidden` without one of the relations
   */
  async require(actor: Actor, rule: RowRule, idInPath: unknown): Promise<RowInPath> {
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
    const { actor, rule, rowInPath } = request;
    if (!actor || !rowInPath || rule?.kind !== 'permission') return;
    request.rowInPath = await this.require(actor, { of: rowInPath.kind, ...rule }, String(rowInPath.id));
  }

  /** The same, after nobody else can change it until the transaction ends. */
  async lock(request: Request): Promise<void> {
    const { rowInPath } = request;
    if (rowInPath) await this.kind(rowInPath.kind).lock?.(rowInPath.id);
    await this.refresh(request);
  }

  /** What the row in the path looks like to its reader. */
  view({ kind, row }: RowInPath): object {
    return this.kind(kind).view(row);
  }

  private kind(name: string): RowKind<unknown> {
    const kind = this.kinds.get(name);
    if (!kind) throw new Error(`No repository has registered the row kind "${name}".`);
    return kind;
  }
}

function missingRelation({ of, as = [] }: RowRule): { field: string; code: string; message: string } {
  return { field: of, code: as.join('_or_'), message: `Only the ${of}'s ${as.join(' or ')} may do this.` };
}
