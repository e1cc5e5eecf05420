import { Injectable } from '@nestjs/common';
import type { Permission } from '../../platform/request/permissions.js';
import type { Actor } from '../../platform/request/actor.js';
import type { SearchFor } from './search.dto.js';
import { SEARCH_KINDS, type SearchKind } from './search-entry.entity.js';
import { type Found, type Question, SearchRepository, type Start } from './search.repository.js';
import { AFTER_RANKED, type Placed, placedHits, ranking, startsAfter } from './search-places.js';
import { readRef } from './search-words.js';
import { HitSearch } from './hit-search.service.js';
import { FoundRowRepository, type FoundRow } from './found-row.repository.js';

const PERMISSIONS: Record<SearchKind, Permission> = {
  project: 'read_project',
  task: 'read_task',
  article: 'read_article',
  comment: 'read_comment',
};

interface Search extends Question {
  refId: number | null;
  /** The newest hits of each kind. */
  found: ReadonlyMap<SearchKind, Found>;
}

type Place = Pick<SearchFor, 'after' | 'limit'>;

/** So many hits at a time, and so many times, are looked at where hits of the page are gone. */
const FURTHER = 100;
const MAX_LOOKS = 5;

/** What a page shows. */
export interface SearchHit {
  /** For the cursor. */
  id: number;
  /** Undefined where it is gone, such as into the trash, or not the reader's to read any more. */
  row: FoundRow | undefined;
  words: readonly string[];
}

/**
 * The newest hits of each kind come first, best first. All others follow, kind after kind, newest first.
 *
 * @spec SPEC-021
 */
@Injectable()
export class SearchService {
  constructor(
    private readonly entries: SearchRepository,
    private readonly hits: HitSearch,
    private readonly rows: FoundRowRepository,
  ) {}

  /**
   * One more than the page shows, where there are more. What is gone leaves no gap: others come in its place, but where
   * hundreds are gone one after the other, the page is a short one.
   */
  async page(actor: Actor, query: SearchFor): Promise<SearchHit[]> {
    const search = await this.begin(actor, query);
    const shown: SearchHit[] = [];
    let place: Place = query;
    for (let look = 1; ; look++) {
      const hits = await this.look(search, place);
      shown.push(...hits.filter(({ row }) => row));
      const isEnough = hits.length <= place.limit || shown.length > query.limit;
      if (isEnough || look === MAX_LOOKS) return isEnough ? shown.slice(0, query.limit + 1) : cut(shown, hits, query);
      place = { after: hits.at(-1)?.id ?? null, limit: FURTHER };
    }
  }

  private async look(search: Search, place: Place): Promise<SearchHit[]> {
    const placed = await this.placed(search, place);
    const rows = await this.rows.get(placed, search.scope);
    const keyed = new Map(rows.map((row) => [`${row.kind} ${row.id}`, row]));
    return placed.map(({ kind, id, place: at }) => ({ id: at, row: keyed.get(`${kind} ${id}`), words: search.words }));
  }

  private async begin(actor: Actor, { query, type }: SearchFor): Promise<Search> {
    const kinds = SEARCH_KINDS.filter((kind) => mayFind(actor, kind) && (type?.includes(kind) ?? true));
    const question = await this.entries.read(query, kinds, actor);
    const ref = kinds.includes('task') ? readRef(query) : null;
    const refId = ref ? await this.entries.findIdByRef(ref, question.scope) : null;
    const starts = question.words.length > 0 ? kinds.map((kind) => ({ kind, before: Number.MAX_SAFE_INTEGER })) : [];
    return { ...question, refId, found: await this.hits.find(question, starts) };
  }

  private async placed(search: Search, { after, limit }: Place): Promise<Placed[]> {
    const { found } = search;
    const isRanked = (after ?? 0) < AFTER_RANKED;
    const ranked = isRanked ? ranking(search.refId, found).slice(after ?? 0, (after ?? 0) + limit + 1) : [];
    const more = limit + 1 - ranked.length;
    return more > 0 ? [...ranked, ...(await this.following(search, startsAfter(found, after ?? 0), more))] : ranked;
  }

  private async following(search: Search, starts: Start[], count: number): Promise<Placed[]> {
    const placed: Placed[] = [];
    const [start, ...others] = starts;
    for (let next = start; next && placed.length < count;) {
      const part = await this.hits.findOlder(search, next);
      placed.push(...placedHits(search.refId, part));
      next = typeof part?.before === 'number' ? { ...next, before: part.before } : undefined;
    }
    if (start && placed.length < count) placed.push(...(await this.following(search, others, count - placed.length)));
    return placed.slice(0, count);
  }
}

/** A short page that goes on behind the last hit that was looked at. */
function cut(shown: readonly SearchHit[], hits: readonly SearchHit[], { limit }: SearchFor): SearchHit[] {
  const rest = Array.from({ length: limit + 1 - shown.length }, () => ({
    ...(hits.at(-1) as SearchHit),
    row: undefined,
  }));
  return [...shown, ...rest];
}

/** Articles are in no project, and so not for an API token that is for certain projects. */
function mayFind(actor: Actor, kind: SearchKind): boolean {
  return actor.can(PERMISSIONS[kind]) && (kind !== 'article' || actor.projectIds === null);
}
