import { Injectable } from '@nestjs/common';
import type { SearchKind } from './search-entry.entity.js';
import {
  type Found,
  type FoundHit,
  type Hit,
  isInMany,
  type Question,
  SearchRepository,
  type Start,
} from './search.repository.js';
import { COMMON, MAX_RANKED, type WalkLength } from './search-statements.js';

/** With fewer among those of a short walk, a longer one would hardly find enough. */
const SCATTERED = 2;

/**
 * Finds the newest hits of each kind. Common words are found among the newest rows, rare ones by the index: neither
 * reads all the rows of a word that is everywhere.
 *
 * @spec SPEC-021.10
 */
@Injectable()
export class HitSearch {
  constructor(private readonly entries: SearchRepository) {}

  /** For each start a part of the hits, newest first: all that there are down to where the next part begins. */
  async find(question: Question, starts: readonly Start[]): Promise<Map<SearchKind, Found>> {
    if (question.scope.isEverything) return this.findInEverything(question, starts);
    const search = { starts, found: new Map<SearchKind, Found>() };
    await this.complete(question, search, await this.walkOwn(question, search));
    return search.found;
  }

  /**
   * What follows on a part that has been found, of one kind. The word is worth a longer walk at once: of a common one it
   * finds enough, and of somebody's few rows it reads all that are left.
   */
  async findOlder(question: Question, start: Start): Promise<Found | undefined> {
    const { scope } = question;
    if (scope.isEverything || isInMany(scope)) return (await this.find(question, [start])).get(start.kind);
    const search = { starts: [start], found: new Map<SearchKind, Found>() };
    await this.complete(question, search, await this.walk('long', question, search));
    return search.found.get(start.kind);
  }

  /** The database goes from the newest rows to the index by itself: one statement is quicker than two. */
  private async findInEverything(question: Question, starts: readonly Start[]): Promise<Map<SearchKind, Found>> {
    const rows = await this.entries.inEverything(question, starts);
    return new Map(starts.map(({ kind }) => [kind, partOf(kind, rows)]));
  }

  /** Through somebody's projects: a long walk only where a first look says that it finds enough. */
  private async walkOwn(question: Question, search: Search): Promise<Walked[]> {
    const looked = await this.look(question, search);
    const scattered = looked.filter(({ hits }) => hits >= SCATTERED);
    const rare = looked.filter(({ hits }) => hits < SCATTERED);
    return [...rare, ...(await this.walk('long', question, { ...search, starts: scattered }))];
  }

  /** A first look, for somebody in many projects at the rows of everybody: it only says how common the words are. */
  private async look(question: Question, search: Search): Promise<Walked[]> {
    if (!isInMany(question.scope)) return this.walk('short', question, search);
    const seen = new Map((await this.entries.look(question, search.starts)).map(({ kind, hits }) => [kind, hits]));
    return search.starts.map((start) => ({ ...start, hits: seen.get(start.kind) ?? 0 }));
  }

  /** Adds the kinds with enough hits, and those that have no more rows; answers the others. */
  private async walk(length: WalkLength, question: Question, { starts, found }: Search): Promise<Walked[]> {
    const rows = await this.entries.walk(length, question, starts);
    return starts.flatMap((start) => {
      const part = partOf(start.kind, rows);
      if (part.before !== null && part.hits.length < COMMON) return [{ ...start, hits: part.hits.length }];
      found.set(start.kind, part);
      return [];
    });
  }

  private async complete(question: Question, search: Search, rare: readonly Start[]): Promise<void> {
    await this.askIndex(question, { ...search, starts: rare });
    await this.addAssigned(question, search);
  }

  private async askIndex(question: Question, { starts, found }: Search): Promise<void> {
    const rows = await this.entries.fromIndex(question, starts);
    for (const { kind } of starts) found.set(kind, partOf(kind, rows));
  }

  /** Of what the person reads as an assignee, what is as new as the other hits. */
  private async addAssigned(question: Question, { starts, found }: Search): Promise<void> {
    for (const hit of await this.entries.fromAssigned(question, starts)) {
      const part = found.get(hit.kind);
      if (part && hit.id >= (part.before ?? 0)) part.hits = newestFirst([...part.hits, hit]);
    }
  }
}

interface Search {
  starts: readonly Start[];
  found: Map<SearchKind, Found>;
}

/** A start, and how many hits the walk from there has seen. */
interface Walked extends Start {
  hits: number;
}

/** Of one kind what the rows hold, down to where a walk ended. */
function partOf(kind: SearchKind, rows: readonly FoundHit[]): Found {
  const own = rows.filter((row) => row.kind === kind);
  const hits = newestFirst(own.flatMap(({ id, score }) => (id === null ? [] : [{ kind, id, score }])));
  return { hits, before: hits.length < MAX_RANKED ? (own[0]?.edge ?? null) : lastOf(hits) };
}

function newestFirst(hits: readonly Hit[]): Hit[] {
  return [...hits].sort((a, b) => b.id - a.id);
}

function lastOf(hits: readonly Hit[]): number | null {
  return hits.at(-1)?.id ?? null;
}
