import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import type { SearchKind } from './search-entry.entity.js';
import { given } from './search-statements.js';

/** Of each kind, so many of the newest rows, and as many at even distances in all: words go out of use. */
const NEWEST = 32;
const [PLACES, ROWS_AT_EACH] = [4, 8];
/** In a type with fewer, all words are rare: its lists in the index are short. */
const ROWS = NEWEST + PLACES * ROWS_AT_EACH;
/** Characters of each row. */
const LENGTH = 1_000;
/** How long a sample serves, in milliseconds: which words are common changes slowly. */
const SERVES = 60_000;
/** Words that are counted, the longest ones. */
const MOST_WORDS = 8;

const endOf = (order: '' | 'DESC') => `(
  SELECT id FROM search_entries WHERE kind = searched.kind ORDER BY kind ${order}, id ${order} LIMIT 1)`;

const TAKE = `
  SELECT searched.kind, left(picked.content, ${LENGTH}) AS text
  FROM unnest(${given('$1', 'text')}) AS searched (kind) CROSS JOIN LATERAL (
    (SELECT content FROM search_entries e WHERE e.kind = searched.kind
      ORDER BY e.kind DESC, e.id DESC LIMIT ${NEWEST})
    UNION ALL
    SELECT near.content FROM (SELECT ${endOf('')} AS first, ${endOf('DESC')} AS last OFFSET 0) ends
    CROSS JOIN generate_series(0, ${PLACES - 1}) AS nth CROSS JOIN LATERAL (
      SELECT content FROM search_entries e
      WHERE e.kind = searched.kind AND e.id >= ends.first + (ends.last - ends.first) * nth / ${PLACES}
      ORDER BY e.kind, e.id LIMIT ${ROWS_AT_EACH}
    ) near
  ) picked`;

interface Sample {
  texts: readonly string[];
  /** By the clock of `performance`. */
  takenAt: number;
}

/** How common words are, by some rows of each kind: what is common there is common in the index. */
@Injectable()
export class WordSampleRepository {
  private readonly samples = new Map<SearchKind, Sample>();

  constructor(private readonly db: Database) {}

  /** The part of the rows of these kinds that has each of the words, from 0 to 1; of the longest ones where there are many. */
  async shares(words: readonly string[], kinds: readonly SearchKind[]): Promise<Map<string, number>> {
    const texts = await this.textsOf(kinds);
    const longest = [...words].sort((a, b) => b.length - a.length).slice(0, MOST_WORDS);
    const having = (word: string) => texts.filter((text) => text.includes(` ${word}`)).length;
    return new Map(longest.map((word) => [word, having(word) / (kinds.length * ROWS)]));
  }

  private async textsOf(kinds: readonly SearchKind[]): Promise<string[]> {
    const takenAt = performance.now();
    const due = kinds.filter((kind) => !this.serves(kind, takenAt));
    if (due.length > 0) {
      const rows = await this.db.query<{ kind: SearchKind; text: string }>(TAKE, [due]);
      for (const kind of due) {
        const texts = rows.filter((row) => row.kind === kind).map(({ text }) => text);
        this.samples.set(kind, { texts, takenAt });
      }
    }
    return kinds.flatMap((kind) => this.samples.get(kind)?.texts ?? []);
  }

  private serves(kind: SearchKind, now: number): boolean {
    const sample = this.samples.get(kind);
    return sample !== undefined && now - sample.takenAt < SERVES;
  }
}
