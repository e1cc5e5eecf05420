import { Injectable } from '@nestjs/common';
import type { SearchKind } from './search-entry.entity.js';
import {
  type Found,
  type Hit,
  isRare,
  MAX_RANKED,
  type Scope,
  SearchRepository,
  type Start,
} from './search.repository.js';

/**
 * Finds the newest hits of each kind. Common words are found among the newest rows, rare ones by the index: neither
 * reads all the rows of a word that is everywhere.
 */
@Injectable()
export class HitSearch {
  constructor(private readonly entries: SearchRepository) {}

  /** For each start a part of the hits, newest first: all that there are down to where the next part begins. */
  async find(words: readonly string[], scope: Scope, starts: readonly Start[]): Promise<Map<SearchKind, Found>> {
    const found = await this.walk(words, scope, starts);
    const rare = starts.filter(({ kind }) => !found.has(kind));
    for (const [kind, part] of await this.askIndex(words, scope, rare)) found.set(kind, part);
    if (!scope.isEverything) await this.addAssigned(words, scope, { starts, found });
    return found;
  }

  /** Kinds whose words are rare are left out. */
  private async walk(
    words: readonly string[],
    scope: Scope,
    starts: readonly Start[],
  ): Promise<Map<SearchKind, Found>> {
    const everywhere = starts.filter(({ kind }) => isForEverybody(kind, scope));
    const inProjects = starts.filter(({ kind }) => !isForEverybody(kind, scope));
    const rows = [
      ...(await this.entries.walk(words, everywhere)),
      ...(await this.entries.walk(words, inProjects, scope.projectIds)),
    ];
    const found = new Map<SearchKind, Found>();
    for (const { kind } of starts) {
      const walked = rows.filter((row) => row.kind === kind);
      const hits = newestFirst(walked.flatMap(({ id, score }) => (id === null ? [] : [{ kind, id, score }])));
      const edge = walked[0]?.edge ?? null;
      if (!isRare(hits, edge)) found.set(kind, { hits, before: hits.length < MAX_RANKED ? edge : lastOf(hits) });
    }
    return found;
  }

  private async askIndex(
    words: readonly string[],
    scope: Scope,
    rare: readonly Start[],
  ): Promise<Map<SearchKind, Found>> {
    const rows = await this.entries.fromIndex(words, rare, scope.isEverything ? undefined : scope.projectIds);
    return new Map(
      rare.map(({ kind }) => {
        const hits = newestFirst(rows.filter((row) => row.kind === kind));
        return [kind, { hits, before: hits.length < MAX_RANKED ? null : lastOf(hits) }];
      }),
    );
  }

  /** Of what the person reads as an assignee, what is as new as the other hits. */
  private async addAssigned(
    words: readonly string[],
    scope: Scope,
    { starts, found }: { starts: readonly Start[]; found: Map<SearchKind, Found> },
  ): Promise<void> {
    for (const hit of await this.entries.fromAssigned(words, starts, scope)) {
      const part = found.get(hit.kind);
      if (part && hit.id >= (part.before ?? 0)) part.hits = newestFirst([...part.hits, hit]);
    }
  }
}

function isForEverybody(kind: SearchKind, { isEverything }: Scope): boolean {
  return isEverything || kind === 'article';
}

function newestFirst(hits: readonly Hit[]): Hit[] {
  return [...hits].sort((a, b) => b.id - a.id);
}

function lastOf(hits: readonly Hit[]): number | null {
  return hits.at(-1)?.id ?? null;
}
