import { Injectable } from '@nestjs/common';
import type { Permission } from '../../platform/request/permissions.js';
import type { Actor } from '../../platform/request/actor.js';
import type { SearchFor } from './search.dto.js';
import { SEARCH_KINDS, type SearchKind } from './search-entry.entity.js';
import { type Found, type Hit, type Question, SearchRepository, type Start } from './search.repository.js';
import { readRef } from './search-words.js';
import { HitSearch } from './hit-search.service.js';
import { FoundRowRepository, type FoundRow } from './found-row.repository.js';

const PERMISSIONS: Record<SearchKind, Permission> = {
  project: 'read_project',
  task: 'read_task',
  article: 'read_article',
  comment: 'read_comment',
};

/** Places in the ranked part are below it; above it are rows of the part that follows, by kind and id. */
const AFTER_RANKED = 2 ** 20;

/** A hit, and what the cursor after it says. */
interface Placed extends Hit {
  place: number;
}

interface Search extends Question {
  kinds: readonly SearchKind[];
  refId: number | null;
}

/** What a page shows. */
export interface SearchHit {
  /** For the cursor. */
  id: number;
  /** Undefined where it is gone, or not the reader's to read any more. */
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

  /** One more than the page shows, where there are more. */
  async page(actor: Actor, query: SearchFor): Promise<SearchHit[]> {
    const search = await this.begin(actor, query);
    const placed = await this.placed(search, query);
    const rows = await this.rows.get(placed, search.scope);
    return placed.map(({ kind, id, place }) => {
      const row = rows.find((one) => one.kind === kind && one.id === id);
      return { id: place, row, words: search.words };
    });
  }

  private async begin(actor: Actor, { query, type }: SearchFor): Promise<Search> {
    const kinds = SEARCH_KINDS.filter((kind) => mayFind(actor, kind) && (type?.includes(kind) ?? true));
    const { words, scope } = await this.entries.read(query, actor);
    const ref = kinds.includes('task') ? readRef(query) : null;
    const refId = ref ? await this.entries.findIdByRef(ref, scope) : null;
    return { words, scope, kinds: words.length > 0 ? kinds : [], refId };
  }

  private async placed(search: Search, { after, limit }: SearchFor): Promise<Placed[]> {
    const starts = search.kinds.map((kind) => ({ kind, before: Number.MAX_SAFE_INTEGER }));
    const found = await this.hits.find(search, starts);
    const isRanked = (after ?? 0) < AFTER_RANKED;
    const ranked = isRanked ? ranking(search, found).slice(after ?? 0, (after ?? 0) + limit + 1) : [];
    const more = limit + 1 - ranked.length;
    return more > 0 ? [...ranked, ...(await this.following(search, startsAfter(found, after ?? 0), more))] : ranked;
  }

  private async following(search: Search, starts: Start[], count: number): Promise<Placed[]> {
    const placed: Placed[] = [];
    const [start, ...others] = starts;
    for (let next = start; next && placed.length < count;) {
      const part = await this.hits.findOlder(search, next);
      placed.push(...placedHits(search, part));
      next = typeof part?.before === 'number' ? { ...next, before: part.before } : undefined;
    }
    if (start && placed.length < count) placed.push(...(await this.following(search, others, count - placed.length)));
    return placed.slice(0, count);
  }
}

/** Articles are in no project, and so not for an API token that is for certain projects. */
function mayFind(actor: Actor, kind: SearchKind): boolean {
  return actor.can(PERMISSIONS[kind]) && (kind !== 'article' || actor.projectIds === null);
}

function ranking({ refId }: Search, found: ReadonlyMap<SearchKind, Found>): Placed[] {
  const all = [...found.values()].flatMap(({ hits }) => hits).filter((hit) => !isRef(hit, refId));
  const order = (hit: Hit) => SEARCH_KINDS.indexOf(hit.kind);
  const best = all.sort((a, b) => b.score - a.score || order(a) - order(b) || b.id - a.id);
  const first: Hit[] = refId === null ? [] : [{ kind: 'task', id: refId, score: 0 }];
  return [...first, ...best].map((hit, index) => ({ ...hit, place: index + 1 }));
}

function isRef({ kind, id }: Hit, refId: number | null): boolean {
  return kind === 'task' && id === refId;
}

function placedHits({ refId }: Search, part: Found | undefined): Placed[] {
  const hits = part?.hits.filter((hit) => !isRef(hit, refId)) ?? [];
  return hits.map((hit) => ({
    ...hit,
    place: AFTER_RANKED + hit.id * SEARCH_KINDS.length + SEARCH_KINDS.indexOf(hit.kind),
  }));
}

/** Of each kind what is older than its ranked part, or than the row that the cursor names. */
function startsAfter(found: ReadonlyMap<SearchKind, Found>, after: number): Start[] {
  const [index, id] = [
    (after - AFTER_RANKED) % SEARCH_KINDS.length,
    Math.floor((after - AFTER_RANKED) / SEARCH_KINDS.length),
  ];
  return SEARCH_KINDS.flatMap((kind, place) => {
    const before = found.get(kind)?.before ?? null;
    if (before === null || (after >= AFTER_RANKED && place < index)) return [];
    return [{ kind, before: after >= AFTER_RANKED && place === index ? id : before }];
  });
}
