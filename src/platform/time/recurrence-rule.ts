import { dayNumber } from './calendar.js';

export const FREQUENCIES = ['DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY'] as const;
export type Frequency = (typeof FREQUENCIES)[number];

/** From Monday on, as `CalendarDay.weekday` counts. */
const WEEKDAYS = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'];

const MAX_LENGTH = 500;
const MAX_INTERVAL = 1_000;
const MAX_COUNT = 10_000;

/** A weekday, or one of them in the month or year: 2 is the second, -1 the last; null is each. */
export interface RuleWeekday {
  weekday: number;
  nth: number | null;
}

/** An RFC 5545 recurrence rule of whole days. Weeks begin on Monday. */
export interface RecurrenceRule {
  frequency: Frequency;
  interval: number;
  weekdays: readonly RuleWeekday[] | null;
  /** Negative ones count from the end of the month. */
  daysOfMonth: readonly number[] | null;
  months: readonly number[] | null;
  /** How many days the whole series has, its first one included. */
  count: number | null;
  /** The last day that can belong to it, as its number. */
  until: number | null;
}

type Parts = Map<string, string>;

/** What is wrong with a rule, for people. */
class RuleFault extends Error {}

/**
 * Reads a rule such as `FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,FR`. It takes FREQ from DAILY to YEARLY, INTERVAL, BYDAY,
 * BYMONTHDAY, BYMONTH, and COUNT or UNTIL, which is a date.
 *
 * @returns the rule, or the reason why it is none
 * @spec SPEC-027.1
 */
export function readRule(text: string): { rule: RecurrenceRule } | { reason: string } {
  try {
    return { rule: ruleOf(partsOf(text)) };
  } catch (error) {
    if (error instanceof RuleFault) return { reason: error.message };
    throw error;
  }
}

const KNOWN = ['FREQ', 'INTERVAL', 'BYDAY', 'BYMONTHDAY', 'BYMONTH', 'COUNT', 'UNTIL'];

function partsOf(text: string): Parts {
  if (text.length > MAX_LENGTH) throw new RuleFault(`must have at most ${MAX_LENGTH} characters`);
  const parts: Parts = new Map();
  for (const part of text.toUpperCase().split(';')) {
    const [name = '', value, ...more] = part.split('=');
    if (!value || more.length > 0) throw new RuleFault('must consist of parts such as FREQ=DAILY with ; between');
    if (!KNOWN.includes(name)) throw new RuleFault(`must have no other parts than ${KNOWN.join(', ')}`);
    if (parts.has(name)) throw new RuleFault(`must have ${name} only once`);
    parts.set(name, value);
  }
  return parts;
}

function ruleOf(parts: Parts): RecurrenceRule {
  const rule: RecurrenceRule = {
    frequency: frequencyOf(parts.get('FREQ')),
    interval: wholeNumber(parts, 'INTERVAL', MAX_INTERVAL) ?? 1,
    weekdays: listOf(parts, 'BYDAY', weekdayOf),
    daysOfMonth: listOf(parts, 'BYMONTHDAY', (text) => signed(text, 31)),
    months: listOf(parts, 'BYMONTH', (text) => unsigned(text, 12)),
    count: wholeNumber(parts, 'COUNT', MAX_COUNT),
    until: untilOf(parts.get('UNTIL')),
  };
  requireAgreement(rule);
  return rule;
}

/** What RFC 5545 forbids, each part by itself being right. */
function requireAgreement({ frequency, weekdays, daysOfMonth, count, until }: RecurrenceRule): void {
  if (count !== null && until !== null) throw new RuleFault('must not have both COUNT and UNTIL');
  if (frequency === 'WEEKLY' && daysOfMonth) throw new RuleFault('must not have BYMONTHDAY where FREQ is WEEKLY');
  const isNumbered = weekdays?.some(({ nth }) => nth !== null);
  if (isNumbered && (frequency === 'DAILY' || frequency === 'WEEKLY'))
    throw new RuleFault('must number weekdays only where FREQ is MONTHLY or YEARLY');
}

function frequencyOf(text: string | undefined): Frequency {
  const frequency = FREQUENCIES.find((one) => one === text);
  if (!frequency) throw new RuleFault(`must have a FREQ, one of ${FREQUENCIES.join(', ')}`);
  return frequency;
}

function wholeNumber(parts: Parts, name: string, max: number): number | null {
  const text = parts.get(name);
  const number = text === undefined ? null : unsigned(text, max);
  if (number === undefined) throw new RuleFault(`must have a whole number from 1 to ${max} as ${name}`);
  return number;
}

function listOf<T>(parts: Parts, name: string, read: (text: string) => T | undefined): readonly T[] | null {
  const values = parts.get(name)?.split(',').map(read);
  if (values?.includes(undefined)) throw new RuleFault(`must have other values as ${name}`);
  return (values as T[] | undefined) ?? null;
}

function unsigned(text: string, max: number): number | undefined {
  const number = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  return number >= 1 && number <= max ? number : undefined;
}

function signed(text: string, max: number): number | undefined {
  const [, sign, digits = ''] = /^([+-]?)(\d{1,2})$/.exec(text) ?? [];
  const number = unsigned(digits, max);
  return number !== undefined && sign === '-' ? -number : number;
}

function weekdayOf(text: string): RuleWeekday | undefined {
  const [, nth = '', name = ''] = /^([+-]?\d{1,2})?([A-Z]{2})$/.exec(text) ?? [];
  const weekday = WEEKDAYS.indexOf(name);
  const number = nth === '' ? null : signed(nth, 53);
  return weekday < 0 || number === undefined ? undefined : { weekday, nth: number };
}

function untilOf(text: string | undefined): number | null {
  if (text === undefined) return null;
  const [, year, month, day] = /^(\d{4})(\d\d)(\d\d)$/.exec(text) ?? [];
  const number = dayNumber(`${year}-${month}-${day}`);
  if (number === null) throw new RuleFault('must have a date such as 20261231 as UNTIL');
  return number;
}
