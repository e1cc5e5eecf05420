const LINE_ENDS_AND_CONTROLS = /[\s\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]+/gu;
/** The maximum length of a name or a title in a mail. */
const MAX_WORDS = 100;

/**
 * User input as part of a line: without line breaks and characters that change the text direction, with single spaces,
 * and at most `max` code points.
 */
export function onOneLine(words: string, max = MAX_WORDS): string {
  const points = [...words.replace(LINE_ENDS_AND_CONTROLS, ' ').trim()];
  return points.length <= max ? points.join('') : `${points.slice(0, max - 1).join('')}…`;
}

/** A URL of the program, which is never cut. */
export interface Link {
  url: string;
}

/** The text of a mail. Inserted user input stays on one line, so that nobody can write paragraphs in it. */
export function mailText(parts: TemplateStringsArray, ...values: readonly (string | Link)[]): string {
  const shown = values.map((value) => (typeof value === 'string' ? onOneLine(value) : value.url));
  return parts.reduce((text, part, index) => `${text}${shown[index - 1] ?? ''}${part}`);
}
