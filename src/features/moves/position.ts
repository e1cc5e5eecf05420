const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const BASE = BigInt(DIGITS.length);
/** A place in hexadecimal digits, as the trigger of the database writes it that appends new tasks. */
const PLACE_LENGTH = 8;

/**
 * The position of a whole place: 1, 2, 3 … from somewhere on. Whatever stands between two places has digits behind the
 * lower one, as behind a decimal point. Positions are compared bytewise, and none ends with a zero behind its place.
 */
export function positionOf(place: number): string {
  return place.toString(16).padStart(PLACE_LENGTH, '0');
}

/** The whole place of a position, or the one below it. */
export function placeOf(position: string): number {
  return parseInt(position.slice(0, PLACE_LENGTH), 16);
}

/** A position between two others, as short as there is one. */
export function between(low: string, high: string): string {
  return spread(low, high, 1)[0] as string;
}

/** So many positions between two others, in order, at even distances, with as few digits as they need. */
export function spread(low: string, high: string, count: number): string[] {
  if (low >= high) throw new Error(`There is nothing between ${low} and ${high}.`);
  for (let digits = 0; ; digits++) {
    const [from, to] = [floor(low, digits), ceiling(high, digits)];
    if (to - from <= BigInt(count)) continue;
    const nth = (index: number) => from + (BigInt(index + 1) * (to - from)) / BigInt(count + 1);
    return Array.from({ length: count }, (_, index) => written(nth(index), digits));
  }
}

/** The position in units of its last digit, cut after so many digits behind the place. */
function floor(position: string, digits: number): bigint {
  const behind = position.slice(PLACE_LENGTH, PLACE_LENGTH + digits).padEnd(digits, DIGITS[0]);
  return [...behind].reduce((sum, digit) => sum * BASE + BigInt(DIGITS.indexOf(digit)), BigInt(placeOf(position)));
}

function ceiling(position: string, digits: number): bigint {
  return floor(position, digits) + (position.length > PLACE_LENGTH + digits ? 1n : 0n);
}

function written(units: bigint, digits: number): string {
  let [rest, behind] = [units, ''];
  for (let digit = 0; digit < digits; digit++) {
    behind = `${DIGITS[Number(rest % BASE)]}${behind}`;
    rest /= BASE;
  }
  return positionOf(Number(rest)) + behind.replace(/0+$/, '');
}
