/** `2026-01-31 12:00:00.12+00`, as PostgreSQL writes times where the session's zone is UTC. */
const PLAIN = /^[1-9]\d{3}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d+)?\+00$/;

/**
 * A Date from PostgreSQL that keeps its text. Most times are read only to be shown, and parsing and formatting the
 * times of a page costs an eighth of the whole. It must not be set to another time.
 */
class Timestamp extends Date {
  constructor(private readonly text: string) {
    super(millisecondsOf(text));
  }

  /** As `toISOString` would. */
  override toJSON(): string {
    return this.text;
  }
}

/** @returns undefined for texts that need pg's own parser: other time zones, BC dates, infinity */
export function parseTimestamp(text: string): Date | undefined {
  if (!PLAIN.test(text)) return undefined;
  const fraction = text.slice(20, -3).slice(0, 3).padEnd(3, '0');
  return new Timestamp(`${text.slice(0, 10)}T${text.slice(11, 19)}.${fraction}Z`);
}

function millisecondsOf(iso: string): number {
  const two = (start: number) => (iso.charCodeAt(start) - 48) * 10 + iso.charCodeAt(start + 1) - 48;
  const fraction = two(20) * 10 + iso.charCodeAt(22) - 48;
  return Date.UTC(two(0) * 100 + two(2), two(5) - 1, two(8), two(11), two(14), two(17), fraction);
}
