import type { SearchKind } from './search-entry.entity.js';

/** Words that the index is asked for; the others are looked for in what it finds. */
const MAX_PROBES = 4;

/** The questions to the words of one kind of row, as texts that PostgreSQL reads as `tsquery`. */
export interface Questions {
  /** The words that say most, for the index. */
  probe: string;
  /** Every word begins one. */
  beginnings: string;
  /** Every word is one. */
  whole: string;
}

/** @param words as the database reads them out of a text: letters and digits only, so that nothing needs quoting */
export function questionsFor(kind: SearchKind, words: readonly string[], projectId?: string): Questions {
  const scope = `${kind.charAt(0)}/`;
  const telling = [...words].sort((a, b) => b.length - a.length).slice(0, MAX_PROBES);
  return {
    probe: all(telling, `${kind.charAt(0)}${projectId ?? ''}/`, ':*'),
    beginnings: all(words, scope, ':*'),
    whole: all(words, scope),
  };
}

/** The same for the words of a title. */
export function titleQuestions(words: readonly string[]): { beginnings: string; whole: string } {
  return { beginnings: all(words, '=', ':*'), whole: all(words, '=') };
}

function all(words: readonly string[], scope: string, end = ''): string {
  return words.map((word) => `'${scope}${word}'${end}`).join(' & ');
}
