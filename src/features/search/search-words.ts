import type { SearchKind } from './search-entry.entity.js';

/** The index keeps the words of projects apart by the rest of their ids: a word that others use often costs less. */
export const PARTS = 16;

/** For LIKE ALL: every word is one of the text, or begins one. The words are letters and digits: nothing is escaped. */
export const wholeWords = (words: readonly string[]) => words.map((word) => `% ${word} %`);
export const beginnings = (words: readonly string[]) => words.map((word) => `% ${word}%`);

/** A word in more than this part of the rows is common: the index has a long list for it. */
const COMMON_PART = 0.05;
const MAX_RARE = 4;

/**
 * The words that few of the rows have, or of common ones the two that the fewest have: they may never stand together.
 *
 * @param shares which part of the rows has each word
 */
export function rarest(shares: ReadonlyMap<string, number>): readonly string[] {
  const sorted = [...shares].sort(([, one], [, other]) => one - other);
  const rare = sorted.filter(([, share]) => share < COMMON_PART);
  return (rare.length > 0 ? rare.slice(0, MAX_RARE) : sorted.slice(0, 2)).map(([word]) => word);
}

/**
 * What to ask the index of words for, as texts that PostgreSQL reads as `tsquery`, one for each of its parts: the rows of
 * one kind that have all of the words, in all projects or in these.
 */
export function probesFor(kind: SearchKind, words: readonly string[], projectIds?: readonly string[]): string[] {
  const letter = kind.charAt(0);
  const inPart = (part: number) => words.map((word) => `'${letter}${part}/${word}':*`).join(' & ');
  if (kind === 'article') return [inPart(0)];
  if (!projectIds) return Array.from({ length: PARTS }, (_, part) => inPart(part));
  const oneOf = (ids: readonly string[]) => ids.map((id) => `'${letter}#${id}'`).join(' | ');
  return [...byPart(projectIds)].map(([part, ids]) => `${inPart(part)} & (${oneOf(ids)})`);
}

function byPart(projectIds: readonly string[]): Map<number, string[]> {
  const parts = new Map<number, string[]>();
  for (const id of projectIds) {
    const part = Number(id) % PARTS;
    parts.set(part, [...(parts.get(part) ?? []), id]);
  }
  return parts;
}

/** Words of small letters and digits, which the database reads as they are and needs not be asked; null for others. */
export const plainWords = (query: string) =>
  /^[a-z0-9]{1,64}( [a-z0-9]{1,64})*$/.test(query) ? query.split(' ') : null;

/** As the refs of tasks are, in any case. */
const REF = /^\s*([a-z][a-z0-9]{1,9})-([1-9]\d{0,8})\s*$/i;

/** A query that is the ref of a task, such as `garden-12`, as key and number. */
export function readRef(query: string): { key: string; number: number } | null {
  const [, key, number] = REF.exec(query) ?? [];
  return key && number ? { key: key.toUpperCase(), number: Number(number) } : null;
}
