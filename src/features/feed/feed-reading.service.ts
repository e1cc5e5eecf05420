import { Injectable } from '@nestjs/common';
import type { Principal } from '../../platform/access/policy.js';
import type { Change } from '../changes/project-change.entity.js';
import { ProjectFeeds } from '../changes/project-feeds.service.js';
import type { FeedKindName } from '../projects/feed-kinds/feed-kind.entity.js';
import { FeedKinds } from '../projects/feed-kinds/feed-kinds.service.js';
import { numberIn, placeOf, seqOf } from './feed-place.js';

/** A change with what its thing looks like now; null where it is not there any more. */
export interface ShownChange {
  change: Change;
  data: object | null;
}

/** Changes for several readers. */
export interface ShownToAll {
  /** The same for those who see them alike. */
  sightOf: (reader: Principal) => string;
  to: (reader: Principal) => ShownChange[];
}

export interface FeedQuery {
  since: number;
  limit: number;
  kinds: readonly FeedKindName[];
}

export interface FoundChanges {
  changes: Change[];
  hasMore: boolean;
  /** Where to go on: the end of the page, or of the feed. */
  place: number;
  /** The same as the number of a change. */
  seq: number;
}

/** Who reads what everybody sees alike. */
const ANYBODY: Principal = { id: 0, can: () => false };

/** Two tokens of one person may open different projects. */
const personalSight = (reader: Principal) =>
  `${reader.id} ${reader.can('manage_all_projects')} ${reader.projectIds?.join() ?? 'all'}`;

const keyOf = ({ kind, id }: Pick<Change, 'kind' | 'id'>) => `${kind} ${id}`;

/**
 * Reads feeds: the changes, and what their things look like when they are read.
 *
 * @spec SPEC-032.3, SPEC-032.4
 */
@Injectable()
export class FeedReading {
  constructor(
    private readonly feeds: ProjectFeeds,
    private readonly kinds: FeedKinds,
  ) {}

  /** @throws AppError `resync_required`, `validation_failed`, as `seqOf` does */
  async page(projectId: number, { since, limit, kinds }: FeedQuery): Promise<FoundChanges> {
    const some = kinds.length < this.kinds.names.length ? { kinds } : {};
    const { head, changes } = await this.feeds.page(projectId, { since: numberIn(since), limit: limit + 1, ...some });
    const seq = seqOf(since, head);
    const hasMore = changes.length > limit;
    const shown = changes.slice(0, limit);
    const end = hasMore ? (shown.at(-1)?.seq ?? seq) : head.lastSeq;
    return { changes: shown, hasMore, seq: end, place: placeOf(end, head) };
  }

  /**
   * Where somebody begins who follows a project: where they say, or at the end, which is the number of the newest change.
   *
   * @throws AppError `resync_required`, `validation_failed`, as `seqOf` does
   */
  async entry(projectId: number, since: number | undefined): Promise<{ from: number; lastSeq: number }> {
    const head = await this.feeds.head(projectId);
    return { from: since === undefined ? head.lastSeq : seqOf(since, head), lastSeq: head.lastSeq };
  }

  /** The changes after a number, in order, of every kind. */
  async after(projectId: number, since: number, limit: number): Promise<Change[]> {
    return (await this.feeds.page(projectId, { since, limit })).changes;
  }

  async show(changes: readonly Change[], reader: Principal): Promise<ShownChange[]> {
    const found = await this.find(changes, reader);
    return changes.map((change) => ({ change, data: found.get(keyOf(change)) ?? null }));
  }

  /** The same for several readers: what they all see alike is read once. */
  async showTo(changes: readonly Change[], readers: readonly Principal[]): Promise<ShownToAll> {
    const isPersonal = ({ kind }: Change) => this.kinds.get(kind).isPersonal === true;
    const found = await this.find(
      changes.filter((change) => !isPersonal(change)),
      ANYBODY,
    );
    const personal = changes.filter(isPersonal);
    const sightOf = personal.length > 0 ? personalSight : () => '';
    const own = new Map<string, Map<string, object>>();
    for (const reader of personal.length > 0 ? readers : []) {
      const sight = sightOf(reader);
      if (!own.has(sight)) own.set(sight, await this.find(personal, reader));
    }
    const dataFor = (reader: Principal, change: Change) =>
      (isPersonal(change) ? own.get(sightOf(reader)) : found)?.get(keyOf(change)) ?? null;
    return { sightOf, to: (reader) => changes.map((change) => ({ change, data: dataFor(reader, change) })) };
  }

  /** One statement for each kind; things that the reader doesn't see are as good as gone. */
  private async find(changes: readonly Change[], reader: Principal): Promise<Map<string, object>> {
    const found = new Map<string, object>();
    for (const kind of new Set(changes.map((change) => change.kind))) {
      const { list, view } = this.kinds.get(kind);
      const own = changes.filter((change) => change.kind === kind);
      const ids = own.map(({ id }) => id);
      for (const thing of await list(own[0]?.projectId ?? 0, ids, reader))
        found.set(keyOf({ kind, id: thing.id }), view(thing));
    }
    return found;
  }
}
