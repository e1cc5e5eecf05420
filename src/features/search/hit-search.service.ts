import { Injectable } from '@nestjs/common';
import type { SearchKind } from './search-entry.entity.js';
import {
  type Asked,
  type Found,
  type Hit,
  isRare,
  MAX_RANKED,
  type Scope,
  SearchRepository,
} from './search.repository.js';
import { questionsFor } from './search-words.js';

/** Where to go on: hits of this kind that are older than a row. */
export interface Start {
  kind: SearchKind;
  before: number;
}

/**
 * Finds the newest hits of each kind. Common words are found among the newest rows, rare ones by the index: neither
 * reads all the rows of a word that is everywhere.
 */
@Injectable()
export class HitSearch {
  constructor(private readonly entries: SearchRepository) {}

  /** For each start a part of the hits, newest first: all that there are down to where the next part begins. */
  async find(words: readonly string[], scope: Scope, starts: readonly Start[]): Promise<Map<SearchKind, Found>> {
    const asked = starts.map((start) => ({ ...start, ...questionsFor(start.kind, words) }));
    const found = await this.walk(words, scope, asked);
    const rare = asked.filter(({ kind }) => found.get(kind)?.before === undefined);
    for (const [kind, part] of await this.askIndex(words, scope, rare)) found.set(kind, part);
    if (!scope.isEverything) await this.addAssigned(words, scope, { asked, found });
    return found;
  }

  /** Kinds whose words are rare are left out. */
  private async walk(words: readonly string[], scope: Scope, asked: readonly Asked[]): Promise<Map<SearchKind, Found>> {
    const everywhere = asked.filter(({ kind }) => isForEverybody(kind, scope));
    const inProjects = asked.filter(({ kind }) => !isForEverybody(kind, scope));
    const rows = [
      ...(await this.entries.walk(words, everywhere)),
      ...(await this.entries.walk(words, inProjects, scope.projectIds)),
    ];
    const found = new Map<SearchKind, Found>();
    for (const { kind } of asked) {
      const walked = rows.filter((row) => row.kind === kind);
      const hits = walked.flatMap(({ id, score }) => (id === null ? [] : [{ kind, id, score }]));
      const edge = walked[0]?.edge ?? null;
      if (!isRare(hits, edge)) found.set(kind, { hits, before: hits.length < MAX_RANKED ? edge : lastOf(hits) });
    }
    return found;
  }

  private async askIndex(
    words: readonly string[],
    scope: Scope,
    rare: readonly Asked[],
  ): Promise<Map<SearchKind, Found>> {
    const asked = rare.flatMap((one) =>
      isForEverybody(one.kind, scope)
        ? [one]
        : scope.projectIds.map((id) => ({ ...one, probe: questionsFor(one.kind, words, id).probe })),
    );
    const rows = await this.entries.fromIndex(words, asked);
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
    { asked, found }: { asked: readonly Asked[]; found: Map<SearchKind, Found> },
  ): Promise<void> {
    for (const hit of await this.entries.fromAssigned(words, asked, scope)) {
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
