const NAME = /^[A-Za-z][A-Za-z0-9_+-]*(\/[A-Za-z0-9_+-]+)*$/;
/** Longer than any name there is. */
const MAX_LENGTH = 64;
/** Making a formatter takes a hundred times as long as using it. There are some six hundred names. */
const MAX_KEPT = 100;

const kept = new Map<string, Intl.DateTimeFormat>();

/** Whether it is the IANA name of a time zone, such as `Europe/Berlin`; an offset is none. */
export function isTimeZone(name: string): boolean {
  return name.length <= MAX_LENGTH && NAME.test(name) && formatterFor(name) !== null;
}

/**
 * The day of the calendar that it is then in a time zone, such as `2026-01-31`.
 *
 * @throws RangeError for what is no time zone
 * @spec SPEC-027.6
 */
export function dayIn(timeZone: string, instant: Date): string {
  const formatter = isTimeZone(timeZone) ? formatterFor(timeZone) : null;
  if (!formatter) throw new RangeError(`There is no such time zone: ${timeZone}.`);
  const parts = new Map(formatter.formatToParts(instant).map(({ type, value }) => [type, value]));
  const [year = '', month, day] = [parts.get('year'), parts.get('month'), parts.get('day')];
  return `${year.padStart(4, '0')}-${month}-${day}`;
}

/** Null where there is no such zone. Those that were not asked for longest are forgotten. */
function formatterFor(timeZone: string): Intl.DateTimeFormat | null {
  const known = kept.get(timeZone);
  if (known) kept.delete(timeZone);
  const formatter = known ?? made(timeZone);
  if (formatter) kept.set(timeZone, formatter);
  if (kept.size > MAX_KEPT) kept.delete(kept.keys().next().value ?? '');
  return formatter;
}

function made(timeZone: string): Intl.DateTimeFormat | null {
  try {
    const calendar = { calendar: 'gregory', numberingSystem: 'latn' };
    return new Intl.DateTimeFormat('en', { ...calendar, timeZone, year: 'numeric', month: '2-digit', day: '2-digit' });
  } catch {
    return null;
  }
}
