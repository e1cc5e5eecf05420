import { SEARCH_KINDS, type SearchKind } from './search-entry.entity.js';
import type { Found, Hit, Start } from './search.repository.js';

/** Places in the ranked part are below it; above it are rows of the part that follows, by kind and id. */
export const AFTER_RANKED = 2 ** 20;

/** A hit, and what the cursor after it says. */
export interface Placed extends Hit {
  place: number;
}

export function ranking(refId: number | null, found: ReadonlyMap<SearchKind, Found>): Placed[] {
  const all = [...found.values()].flatMap(({ hits }) => hits).filter((hit) => !isRef(hit, refId));
  const order = (hit: Hit) => SEARCH_KINDS.indexOf(hit.kind);
  const best = all.sort((a, b) => b.score - a.score || order(a) - order(b) || b.id - a.id);
  const first: Hit[] = refId === null ? [] : [{ kind: 'task', id: refId, score: 0 }];
  return [...first, ...best].map((hit, index) => ({ ...hit, place: index + 1 }));
}

function isRef({ kind, id }: Hit, refId: number | null): boolean {
  return kind === 'task' && id === refId;
}

export function placedHits(refId: number | null, part: Found | undefined): Placed[] {
  const hits = part?.hits.filter((hit) => !isRef(hit, refId)) ?? [];
  return hits.map((hit) => ({
    ...hit,
    place: AFTER_RANKED + hit.id * SEARCH_KINDS.length + SEARCH_KINDS.indexOf(hit.kind),
  }));
}

/** Of each kind what is older than its ranked part, or than the row that the cursor names. */
export function startsAfter(found: ReadonlyMap<SearchKind, Found>, after: number): Start[] {
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
