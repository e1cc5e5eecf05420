const LENGTH = 200;
/** How much of what stands before the hit is shown. */
const LEAD = 60;

const WORD = /[\p{L}\p{N}][\p{L}\p{N}\p{M}]*/gu;

/** Letters that have no decomposition; the database knows the same ones. */
const PLAIN: Record<string, string> = {
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ħ: 'h',
  ŧ: 't',
  ı: 'i',
  ς: 'σ',
  ß: 'ss',
  æ: 'ae',
  œ: 'oe', // prettier-ignore
};

/**
 * A plain piece of the text around the first word that begins with one of these, on one line. It is a piece of what was
 * written: nothing is marked, and nothing is escaped.
 *
 * @param words in lower case and without accents
 */
export function excerptOf(title: string, text: string | null, words: readonly string[]): string {
  const found = text === null ? -1 : placeOf(text, words);
  if (text !== null && found >= 0) return pieceOf(text, found);
  const inTitle = placeOf(title, words);
  return inTitle < 0 && text?.trim() ? pieceOf(text, 0) : pieceOf(title, Math.max(0, inTitle));
}

function placeOf(text: string, words: readonly string[]): number {
  for (const { 0: word, index } of text.matchAll(WORD)) {
    const place = isHit(plainOf(word), words);
    if (place) return index;
  }
  return -1;
}

/** Where several words run together, as in Chinese, one of them may begin inside. */
function isHit(word: string, words: readonly string[]): boolean {
  return words.some((one) => word.startsWith(one) || (IDEOGRAPH.test(one) && word.includes(one)));
}

const IDEOGRAPH = /^[\u3040-\u30FF\u3400-\u4DBF\u4E00-\u9FFF\uF900-\uFAFF]$/;
const ASCII = /^[\x20-\x7e]*$/;

function plainOf(word: string): string {
  const lower = word.toLowerCase();
  if (ASCII.test(lower)) return lower;
  const bare = lower
    .normalize('NFKD')
    .replace(/[\u0300-\u036F]+/g, '')
    .normalize('NFKC');
  return bare.replace(/[øłđħŧıςßæœ]/g, (letter) => PLAIN[letter] ?? letter);
}

function pieceOf(text: string, place: number): string {
  const start = place <= LEAD ? 0 : wordStart(text, place - LEAD);
  const characters = [
    ...text
      .slice(start, start + 4 * LENGTH)
      .replaceAll(/\s+/g, ' ')
      .trim(),
  ];
  const isCut = characters.length > LENGTH || start + 4 * LENGTH < text.length;
  const piece = characters.slice(0, LENGTH).join('').toWellFormed();
  return `${start > 0 ? '…' : ''}${isCut ? `${piece.replace(/\s\S*$/, '')}…` : piece}`;
}

/** The next beginning of a word, but not beyond the hit. */
function wordStart(text: string, from: number): number {
  const gap = text.slice(from, from + LEAD).search(/\s/);
  return gap < 0 ? from : from + gap + 1;
}
