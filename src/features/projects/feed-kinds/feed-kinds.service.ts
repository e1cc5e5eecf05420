import { Injectable } from '@nestjs/common';
import type { Principal } from '../../../platform/access/policy.js';
import type { Permission } from '../../../platform/request/permissions.js';
import { FEED_KINDS, type FeedKindName } from './feed-kind.entity.js';

/** What a feature says about its things in feeds. */
export interface FeedKind<T extends { id: number } = { id: number }> {
  /** Without it, a reader doesn't see this kind. */
  permission: Permission;
  /**
   * A SELECT of all there are: `project_id`, `id`, `task_id` (the task that it hangs on, or is) and `other_task_id` (one
   * that it shows besides).
   */
  things: string;
  /** Those of these things that are in the project and that this person sees, in one statement. */
  list: (projectId: number, ids: readonly number[], reader: Principal) => Promise<T[]>;
  /** As its own GET shows it. */
  view: (thing: T) => object;
  /** It is a task, or hangs on one. */
  ofTask?: true;
  /** Not everybody who reads the project sees it alike. */
  isPersonal?: true;
}

/** The columns of `things` for what is no part of a task. */
export const ON_NO_TASK = 'NULL::bigint AS task_id, NULL::bigint AS other_task_id';

/** What feeds know of the features whose things are in them. */
@Injectable()
export class FeedKinds {
  private readonly kinds = new Map<FeedKindName, FeedKind>();

  register<T extends { id: number }>(name: FeedKindName, kind: FeedKind<T>): void {
    this.kinds.set(name, kind as unknown as FeedKind);
  }

  /** Those that are registered. */
  get names(): FeedKindName[] {
    return FEED_KINDS.filter((name) => this.kinds.has(name));
  }

  get(name: FeedKindName): FeedKind {
    const kind = this.kinds.get(name);
    if (!kind) throw new Error(`No feature has registered the kind "${name}" of the feed.`);
    return kind;
  }

  /** The kinds that this person sees. */
  seenBy(reader: Principal): FeedKindName[] {
    return this.names.filter((name) => reader.can(this.get(name).permission));
  }
}
